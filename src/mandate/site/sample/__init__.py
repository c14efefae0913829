"""Sets up the sample, the city of Thanh Hóa in 2023, of which each app brings its part."""
