"""Publish and subscribe inside one process.

Go: pkg/pubsub/publisher.go
"""

from engine.pkg.pubsub.publisher import Publisher, Subscription

__all__ = ["Publisher", "Subscription"]
