use super::audited;
use super::search::forget;
use super::store::{read, uses};
use crate::audit::{self, Entry};
use crate::db::Uow;
use crate::kernel::{AuditAction, Failure, ProductId, Refusal};

crate::strict_request! {
    /// Only what was never used can be deleted; the rest is archived.
    pub struct ProductDelete {
        pub id: ProductId,
        pub row_version: i64,
    }
}
crate::response! {
    pub struct ProductDeleted {
        pub id: ProductId,
    }
}

pub fn product_delete(uow: &mut Uow<'_>, request: ProductDelete) -> Result<ProductDeleted, Failure> {
    let before = read(uow, request.id)?;
    Uow::check_version("product", request.id, request.row_version, before.row_version)?;
    let uses = uses(uow, request.id)?;
    if !uses.none() {
        return Err(Refusal::ProductUsed {
            product_id: request.id,
            name: before.name,
            movements: uses.movements,
            holds: uses.holds,
            order_lines: uses.order_lines,
            count_lines: uses.count_lines,
            price_rules: uses.price_rules,
        }
        .into());
    }
    forget(uow, request.id)?;
    // What never moved has no balance either: the foreign keys see to that.
    for sql in [
        "DELETE FROM barcode WHERE variant_id IN (SELECT id FROM variant WHERE product_id = ?1)",
        "DELETE FROM variant WHERE product_id = ?1",
    ] {
        uow.change(sql, [request.id])?;
    }
    uow.change_one("DELETE FROM product WHERE id = ?1", [request.id])?;
    audit::record(
        uow,
        Entry {
            action: AuditAction::ProductDeleted,
            object_type: "product",
            object_id: request.id.to_string(),
            object_label: before.called(),
            old: Some(audited::whole(&before)?),
            new: None,
            reason: None,
        },
    )?;
    Ok(ProductDeleted { id: request.id })
}
