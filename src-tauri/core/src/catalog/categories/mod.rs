//! The tree of categories. A name is used once among siblings, whatever its letter case; no category lies within
//! itself; what follows from the tree (paths, marks, levels) stands in each row and is kept by `store::settle`.

mod archive;
mod create;
mod list;
mod move_to;
mod store;
mod update;

pub use archive::{CategoryArchive, CategoryRestore, category_archive, category_restore};
pub use create::{CategoryCreate, category_create};
pub use list::{Category, CategoryList, CategoryRows, category_list};
pub use move_to::{CategoryMove, category_move};
pub use store::{MAX_CATEGORIES, MAX_CATEGORY_NAME, MAX_DEPTH, settle, usable};
pub use update::{CategoryUpdate, category_update};
