//! A checked import into the books: one transaction. Everything was prepared before; it goes in only if the store is
//! still as it was checked.

use super::check::{Checked, Plan};
use super::{customers, orders, products};
use crate::db::Uow;
use crate::kernel::Watch;
use crate::kernel::{BatchId, BulkMode, BulkShortage, BulkUpTo, Failure, ImportKind, Refusal};
use crate::orders::bulk::BulkFigures;

crate::strict_request! {
    /// How orders are taken is of a file of orders alone.
    pub struct ImportApply {
        pub import_id: String,
        /// All or nothing where it is left out.
        pub mode: Option<BulkMode>,
        /// Confirmed where it is left out.
        pub up_to: Option<BulkUpTo>,
        /// Kept as rejected where it is left out; of orders that each go by themselves.
        pub on_shortage: Option<BulkShortage>,
    }
}
crate::response! {
    pub struct ImportApplied {
        pub batch_id: BatchId,
        pub kind: ImportKind,
        /// It can be taken back as a whole.
        pub undoable: bool,
        pub added: i64,
        pub changed: i64,
        pub restored: i64,
        /// Units more or fewer on hand.
        pub units: i64,
        pub categories: i64,
        /// Of a file of orders alone.
        pub orders: Option<BulkFigures>,
    }
}

pub fn out_of_date(changed: i64) -> Failure {
    Refusal::ImportOutOfDate { changed }.into()
}

/// The name of a file as the audit and the list of changes keep it.
pub fn label_of(file_name: &str) -> String {
    /// In characters.
    const LONGEST: usize = 200;
    file_name.chars().take(LONGEST).collect()
}

pub fn apply(
    uow: &mut Uow<'_>,
    checked: &Checked,
    request: &ImportApply,
    file_name: &str,
    watch: &dyn Watch,
) -> Result<ImportApplied, Failure> {
    match &checked.plan {
        Plan::Products(plan) => products::apply(uow, &checked.counts, plan, file_name, watch),
        Plan::Customers(plan) => customers::apply(uow, &checked.counts, plan, file_name, watch),
        Plan::Orders(plan) => orders::apply(uow, plan, request, file_name, watch),
    }
}
