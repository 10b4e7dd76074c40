"""Published auctions as their designers would write them, each with its broken siblings: plain functions, no types."""
