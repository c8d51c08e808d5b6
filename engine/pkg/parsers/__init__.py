"""Small grammars."""
