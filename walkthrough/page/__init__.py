"""A trace as one page for a browser, which needs no network and no server."""
