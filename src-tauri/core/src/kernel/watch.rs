//! Work that takes longer than a person waits: how far it is, and whether to stop.

/// Told how far a long piece of work is; says whether to stop.
pub trait Watch {
    fn is_cancelled(&self) -> bool;
    fn progress(&self, done: i64, total: i64);
}
