"""What tests and benchmarks stand on: private servers, and the kits that parts must pass."""
