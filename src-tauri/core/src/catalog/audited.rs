//! A product as the audit keeps it: what people may have changed, without figures of stock. One variant stands in the
//! product itself; of several, only those that differ are told.

use super::store::{Product, Variant};
use crate::kernel::Failure;
use serde_json::{Map, Value, json};

fn of_variant(variant: &Variant) -> Value {
    json!({
        "sku": variant.sku,
        "label": variant.label,
        "barcodes": variant.barcodes,
        "price": variant.price,
        "reorderLevel": variant.reorder_level,
        "archived": variant.archived,
    })
}

fn of_product<'p>(
    product: &'p Product,
    variants: impl Iterator<Item = (&'p str, &'p Variant)>,
) -> Result<Value, Failure> {
    let mut told = Map::new();
    told.insert("name".to_owned(), json!(product.name));
    if let [only] = product.variants.as_slice() {
        told.insert("sku".to_owned(), json!(only.sku));
        told.insert("barcodes".to_owned(), json!(only.barcodes));
        told.insert("price".to_owned(), serde_json::to_value(only.price)?);
        told.insert("reorderLevel".to_owned(), json!(only.reorder_level));
    } else {
        told.insert("price".to_owned(), serde_json::to_value(product.base_price)?);
        let variants: Map<String, Value> =
            variants.map(|(key, variant)| (key.to_owned(), of_variant(variant))).collect();
        told.insert("variants".to_owned(), Value::Object(variants));
    }
    told.insert("unit".to_owned(), json!(product.unit));
    told.insert("taxRateBp".to_owned(), json!(product.tax_rate_bp));
    told.insert("category".to_owned(), json!(product.category_path.join(" > ")));
    told.insert("description".to_owned(), json!(product.description));
    told.insert("archived".to_owned(), json!(product.archived));
    Ok(Value::Object(told))
}

pub(super) fn whole(product: &Product) -> Result<Value, Failure> {
    of_product(product, product.variants.iter().map(|variant| (variant.sku.as_str(), variant)))
}

/// Both sides of a change. A variant is called by the SKU it has now on both.
pub(super) fn both(before: &Product, after: &Product) -> Result<(Value, Value), Failure> {
    let mut changed = Vec::new();
    for new in &after.variants {
        let old = before.variants.iter().find(|old| old.id == new.id);
        if old.is_none_or(|old| of_variant(old) != of_variant(new)) {
            changed.push((old, new));
        }
    }
    let old = changed.iter().filter_map(|(old, new)| old.map(|old| (new.sku.as_str(), old)));
    let new = changed.iter().map(|(_, new)| (new.sku.as_str(), *new));
    Ok((of_product(before, old)?, of_product(after, new)?))
}
