"""The real site in a real browser: what no test of the answers alone can see."""
