"""The markets that auctions run on.

A scenario is a TOML file that names every setting of a market together with its source; this room holds the
files that ship with the package, the strict loader, and the seeded sampler that turns a scenario into rounds of
a market. All randomness of a simulated market lives here, so that ``mechanism`` stays pure.
"""
