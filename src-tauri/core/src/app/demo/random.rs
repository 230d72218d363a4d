//! Numbers that look random and are the same each time (splitmix64).

pub struct Random(u64);

impl Random {
    pub fn from_seed(seed: u64) -> Random {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From `least` up to and without `end`; `least` where there is nothing between them.
    pub fn between(&mut self, least: i64, end: i64) -> i64 {
        let span = end.saturating_sub(least).max(1).unsigned_abs();
        // The remainder is below the span, which came from an i64.
        least + i64::try_from(self.next() % span).unwrap_or(0)
    }

    pub fn percent(&mut self, chance: i64) -> bool {
        self.between(0, 100) < chance
    }

    pub fn one_of<'t, T>(&mut self, things: &'t [T]) -> Option<&'t T> {
        things.get(self.index(things.len()))
    }

    /// A place in a list of so many; 0 for an empty one.
    pub fn index(&mut self, count: usize) -> usize {
        usize::try_from(self.between(0, i64::try_from(count).unwrap_or(i64::MAX))).unwrap_or(0)
    }
}
