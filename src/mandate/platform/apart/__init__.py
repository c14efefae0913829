"""What somebody sent is looked at in a process of its own: `process` starts it and hears it, `bounds` is what
the process does first. Nothing of it knows Django, so that such a process starts in a few hundredths of a
second, and nothing of ours is in it, no setting and no secret.
"""
