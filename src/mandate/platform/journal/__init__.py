"""Every deed leaves one append-only row."""
