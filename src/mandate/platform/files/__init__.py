"""Files that people attach to something: judged by what they hold, kept once by their hash beside the
database, and handed out only to whoever may see what they are attached to.

`looking` judges a file and cleans pictures, in a process of its own; `store` keeps contents, `models` say
what they are attached to, `services` attach and take away, `serving` hands out, `sweeping` lets go what
nothing names. Who may do what is decided by the app whose thing it is attached to.
"""
