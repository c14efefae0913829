"""What benchmarks share: how they measure, and a made-up organisation of any size.

Each app brings its own in its folder ``bench/``, whose first module says what it has, without Django:
``BENCHES``, commands by which ``mandate bench NAME`` measures; ``MADE``, its table of the made-up
organisation; ``PAGES``, the addresses that ``mandate bench pages`` asks for.
"""
