use super::create::{ProductCreate, parse};
use super::store::{Product, check_sku_free, read, set_barcodes};
use crate::audit::{self, Entry};
use crate::db::Uow;
use crate::kernel::text::fold;
use crate::kernel::{AuditAction, Failure, Money, ProductId, Refusal};
use rusqlite::named_params;
use serde::{Deserialize, Deserializer};

crate::strict_request! {
    /// Fields left out stay as they are. A stale rowVersion is refused with CONFLICT.
    pub struct ProductUpdate {
        pub id: ProductId,
        pub row_version: i64,
        pub name: Option<String>,
        pub sku: Option<String>,
        pub price: Option<Money>,
        pub description: Option<String>,
        pub barcodes: Option<Vec<String>>,
        pub unit: Option<String>,
        /// Null: the store's default counts from now on.
        #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
        #[ts(type = "number | null", optional)]
        pub reorder_level: Option<Option<i64>>,
        pub archived: Option<bool>,
    }
}

/// Tells a field that is null from one that is left out.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<i64>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

pub fn product_update(uow: &mut Uow<'_>, request: ProductUpdate) -> Result<Product, Failure> {
    let before = read(uow, request.id)?;
    Uow::check_version("product", request.id, request.row_version, before.row_version)?;
    let parsed = parse(
        uow,
        &ProductCreate {
            name: request.name.unwrap_or_else(|| before.name.clone()),
            sku: request.sku.unwrap_or_else(|| before.sku.clone()),
            price: request.price.unwrap_or(before.price),
            description: Some(request.description.unwrap_or_else(|| before.description.clone())),
            barcodes: Some(request.barcodes.unwrap_or_else(|| before.barcodes.clone())),
            unit: Some(request.unit.unwrap_or_else(|| before.unit.clone())),
            reorder_level: request.reorder_level.unwrap_or(before.reorder_level),
        },
    )?;
    check_sku_free(uow, &parsed.sku, Some(request.id))?;
    let archived = request.archived.unwrap_or(before.archived);
    if archived && !before.archived {
        check_unused(uow, &before)?;
    }

    let now = uow.now;
    uow.change_one(
        "UPDATE product
         SET name = :name, name_folded = :name_folded, description = :description, unit = :unit,
             base_price = :price - (SELECT price_adjustment FROM variant WHERE product_id = :id),
             archived_at = CASE WHEN :archived THEN coalesce(archived_at, :now) END,
             updated_at = :now, row_version = row_version + 1
         WHERE id = :id",
        named_params! {
            ":id": request.id,
            ":name": parsed.name,
            ":name_folded": fold(&parsed.name),
            ":description": parsed.description,
            ":unit": parsed.unit,
            ":price": parsed.price,
            ":archived": archived,
            ":now": now,
        },
    )?;
    uow.change_one(
        "UPDATE variant
         SET sku = :sku, sku_folded = :sku_folded, reorder_level = :reorder_level, row_version = row_version + 1
         WHERE product_id = :id",
        named_params! {
            ":id": request.id,
            ":sku": parsed.sku,
            ":sku_folded": fold(&parsed.sku),
            ":reorder_level": parsed.reorder_level,
        },
    )?;
    if parsed.barcodes != before.barcodes {
        set_barcodes(uow, before.variant_id, &parsed.barcodes)?;
    }

    let after = read(uow, request.id)?;
    let action = match (before.archived, archived) {
        (false, true) => AuditAction::ProductArchived,
        (true, false) => AuditAction::ProductRestored,
        (false, false) | (true, true) => AuditAction::ProductUpdated,
    };
    audit::record(
        uow,
        Entry {
            action,
            object_type: "product",
            object_id: request.id.to_string(),
            object_label: &after.sku,
            old: Some(serde_json::to_value(&before)?),
            new: Some(serde_json::to_value(&after)?),
            reason: None,
        },
    )?;
    Ok(after)
}

/// A product with units on hand or promised stays in sight.
fn check_unused(uow: &Uow<'_>, product: &Product) -> Result<(), Failure> {
    let (on_hand, reserved): (i64, i64) = uow.one(
        "SELECT coalesce(sum(on_hand), 0), coalesce(sum(reserved), 0) FROM stock_balance WHERE variant_id = ?1",
        [product.variant_id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    if on_hand == 0 && reserved == 0 {
        return Ok(());
    }
    Err(Refusal::ProductInUse { product_id: product.id, sku: product.sku.clone(), on_hand, reserved }.into())
}
