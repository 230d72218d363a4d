//! The file and its connections: opening and migrating it, the one writer, the readers.
//!
//! Promises: one thread owns the only writing connection; a command is answered after its commit is on disk;
//! a use case gets a [`Uow`] or a [`Snapshot`] and never begins, commits or rolls back anything itself.

mod books;
mod conditions;
mod file;
mod migrate;
mod readers;
mod topics;
mod writer;

pub use books::{Act, Actor, Freed, Snapshot, StoreRules, Uow};
pub use conditions::Conditions;
pub use file::{
    APPLICATION_ID, Lock, StoreFile, add_functions, connect_reader, connect_writer, identify, io_refusal, sync_folder,
};
pub use migrate::{Beside, LATEST, MIGRATIONS, Migration, applied, migrate, migrate_to, pinned_schema};
pub use readers::{OnStatement, Reader, Readers};
pub use topics::{EXEMPT_TABLES, topic_of};
pub use writer::{
    Committed, Epilogue, Lane, OnCommit, Prelude, Told, Work, Writer, WriterOptions, incident_number, is_disk,
    refusal_of,
};
