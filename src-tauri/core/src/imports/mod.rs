//! Goods from files: read, held against the store, shown before anything changes, then applied as one batch that can be
//! taken back.
//!
//! Promises: a file that is open, and its dry run, are outside the books; applying is one transaction or nothing; only
//! columns that are mapped change anything; a row that is refused stops no other row.

mod apply;
mod check;
mod file;
mod mapping;
mod number;
mod read;
mod rows;
mod saved;
mod staged;
mod state;
mod tree;
mod undo;
mod write;

pub use apply::{ImportApplied, ImportApply, apply};
pub use check::{Checked, ImportCheck};
pub use mapping::{MappedColumn, Mapping};
pub use rows::{
    ImportCell, ImportRefusedSave, ImportRefusedSaved, ImportRow, ImportRows, ImportRowsPage, import_rows,
    write_refused,
};
pub use saved::{
    MappingDelete, MappingDeleted, MappingList, MappingSave, SavedMapping, SavedMappingRows, mapping_delete,
    mapping_list, mapping_save,
};
pub use staged::{
    ImportCheckRequest, ImportClose, ImportClosed, ImportColumn, ImportFile, ImportFix, ImportOpen, Imports,
    import_check, import_close, import_open,
};
pub use undo::{batch_undo, batch_undo_preview};
