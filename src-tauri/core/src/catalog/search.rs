//! What a variant is found by, and the index over it.

use crate::db::Uow;
use crate::kernel::Failure;

/// The migration that brought the index.
pub const SEARCH_SINCE: i64 = 2;

/// What a variant is found by: its product's name, its SKU, its label and the description, folded.
const TEXT: &str = "product.name_folded || char(10) || variant.sku_folded || char(10) || fold(variant.label)
  || char(10) || fold(product.description)";

/// Fills the index anew.
pub fn rebuild_search(uow: &mut Uow<'_>) -> Result<(), Failure> {
    uow.change("INSERT INTO variant_search (variant_search) VALUES ('delete-all')", [])?;
    uow.change(
        &format!(
            "INSERT INTO variant_search (rowid, text)
             SELECT variant.row_no, {TEXT} FROM variant JOIN product ON product.id = variant.product_id"
        ),
        [],
    )?;
    Ok(())
}
