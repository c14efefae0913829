"""The sample: the city of Thanh Hóa in 2023. data/README.md says what is real in it."""
