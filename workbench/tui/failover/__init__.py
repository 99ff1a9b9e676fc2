"""The Failover room in the terminal."""
