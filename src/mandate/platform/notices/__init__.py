"""Notices: what concerns somebody reaches them once, in their inbox and by mail as they choose."""
