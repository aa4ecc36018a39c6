"""The words of `expect:`: what may be asserted of a run, and in which ways a value may be matched."""
