"""``mandate bench rollup|pages|import``."""

from argparse import Namespace


def run(arguments: Namespace) -> int:
    """Measure, and print ratios against a peer or the physical limit."""
    if arguments.what == "rollup":
        from mandate.site.bench import rollup

        return rollup.main(
            leaves=arguments.leaves,
            indicators=arguments.indicators,
            months=arguments.months,
            peers=not arguments.no_peers,
        )
    if arguments.what == "pages":
        from mandate.site.bench import pages

        return pages.main()
    from mandate.site.bench import imports

    return imports.main()
