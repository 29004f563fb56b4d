"""How much the product costs per operation, beside a bare Django view on the same machine.

`bench/run` prints the table; `docs/reference/performance.md` explains it. Nothing here is imported
by the product.
"""
