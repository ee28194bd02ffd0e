"""The reference company, in which a stated rate is the rate observed."""
