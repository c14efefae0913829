"""The edge: what is bounded before a request reaches the site, whoever sends it.

`protocol.py` bounds connections: how many, how late and large their headers, how slow their reader.
`bodies.py` bounds what a request carries: how large and how slow. `refusals.py` makes the pages that say so.
"""
