"""Judging a file by what it holds, whatever its name and its sender say: `look` is asked, `child` does it
in a process of its own (platform/apart), by `judging`, `packages` and `pictures`."""
