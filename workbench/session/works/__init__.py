"""Works and the requests that they end in, held against what members have; view models."""
