//! Files: read, held against the store, shown before anything changes, then applied in one act. Goods, customers and
//! orders each are a kind: a folder that knows their fields, how a row is judged and how it is written; reading a file,
//! its columns, its rows as they are shown, saved and mended are the same for all.
//!
//! Promises: a file that is open, and its dry run, are outside the books; applying is one transaction or nothing; only
//! columns that are mapped change anything; a row that is refused stops no other row.

mod apply;
mod cells;
mod check;
mod customers;
mod file;
mod json;
mod lines;
mod mapping;
mod number;
mod orders;
mod products;
mod rows;
mod saved;
mod staged;

pub use apply::{ImportApplied, ImportApply, apply};
pub use check::{Checked, ImportCheck};
pub use mapping::{MappedColumn, Mapping};
pub use orders::{ImportOrder, ImportOrderRows, ImportOrderRowsPage, ImportOrders, import_order_rows};
pub use products::{ImportGoods, batch_undo, batch_undo_preview};
pub use rows::{
    ImportCell, ImportRefusedSave, ImportRefusedSaved, ImportRow, ImportRows, ImportRowsPage, import_rows,
    write_refused,
};
pub use saved::{
    MappingDelete, MappingDeleted, MappingList, MappingSave, SavedMapping, SavedMappingRows, mapping_delete,
    mapping_list, mapping_save,
};
pub use staged::{
    Applying, ImportCheckRequest, ImportClose, ImportClosed, ImportColumn, ImportFile, ImportFix, ImportOpen, Imports,
    import_check, import_close, import_open,
};
