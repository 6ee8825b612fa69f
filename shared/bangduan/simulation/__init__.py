"""Lives of sub-districts that never were: made up from a seed, told through the real API.

    life = live(character_of(seed=1, tambon="110101", start=date(2024, 10, 1)), months=24)
    life.story       what happens, as requests in order: any site can be told it
    life.tally       what the indicators must come to once it was told

Guarantees: the same seed makes the same requests in the same order, whatever machine and
however many sites; more months only add to the end. Everybody in it is invented: every name
is marked ``(สมมติ)``, every national ID begins with a digit that is never issued, every
telephone number with one that nobody has.

Not guaranteed: recorded times. A life of years is told in seconds, and the log says when it
was told; the days it tells of are business dates, in fields of their own.
"""
