"""Would failover work here? Every loss is played; what stands in the way is named."""
