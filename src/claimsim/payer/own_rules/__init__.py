"""Rules that an instructor writes in a payer's or a scenario's file: typed matchers, no expression language, no code.

`catalogue` names the fields, `conditions` and `rules` are what the files hold, `readers` and `compiling` make plain
closures of it once, `checking` finds what is wrong with it at its place, and `logic` what can never fire.
"""
