//! Products put into the store as a whole set: each with the version it must still have, what it was and what it
//! becomes. What belongs to the batch notes both, so that it can be taken back.

use super::state::{ProductDraft, ProductState, VariantDraft, VariantState};
use crate::audit::{self, Entry};
use crate::catalog::{Which, label_of, reindex, reindex_where};
use crate::db::Uow;
use crate::imports::apply::out_of_date;
use crate::kernel::Watch;
use crate::kernel::text::fold;
use crate::kernel::{AuditAction, BatchId, CategoryId, Failure, Instant, Minor, Refusal, VariantId};
use rusqlite::{OptionalExtension, named_params};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// Products between two looks at whether somebody pressed Stop.
const PRODUCTS_BETWEEN_LOOKS: usize = 512;

/// A product as `batch_change` keeps it: with the variants that changed; a variant that was not there is null.
#[derive(Debug, Serialize, Deserialize)]
pub struct Kept<P, V> {
    pub product: P,
    pub variants: Vec<(VariantId, Option<V>)>,
}

/// The paths of categories as people read them, by id.
pub type Paths = HashMap<CategoryId, String>;

/// What SQLite's own rules refuse is what changed since the check: a SKU or a barcode that somebody else took.
fn taken_since(failure: Failure) -> Failure {
    match failure {
        Failure::Sql(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => {
            out_of_date(1)
        }
        Failure::Sql(_) | Failure::Refused(_) | Failure::Bug(_) => failure,
    }
}

/// Writes every product: under the categories that were made in place of the planned ones, with the changes numbered
/// behind those of the categories.
pub fn write(
    uow: &mut Uow<'_>,
    batch_id: BatchId,
    products: &[ProductDraft],
    made: &HashMap<CategoryId, CategoryId>,
    reason: &str,
    watch: &dyn Watch,
) -> Result<(), Failure> {
    let paths = paths(uow)?;
    let first_variant = uow.next_seq("variant")?;
    give_up(uow, products)?;
    let mut pen = Pen {
        now: uow.now,
        batch_id,
        product_seq: uow.next_seq("product")?,
        variant_seq: first_variant,
        item_no: 1 + made.len() as i64,
    };
    for (done, product) in products.iter().enumerate() {
        if done % PRODUCTS_BETWEEN_LOOKS == 0 {
            watch.progress(done as i64, products.len() as i64);
            if watch.is_cancelled() {
                return Err(Refusal::Cancelled { what: "The import".to_owned() }.into());
            }
        }
        let filed = filed_under(product, made);
        let product = filed.as_ref().unwrap_or(product);
        if product.is_edited() {
            pen.product(uow, product).map_err(taken_since)?;
            pen.note(uow, product)?;
        }
        record(uow, product, &paths, reason)?;
    }
    if pen.variant_seq > first_variant {
        reindex(uow, Which::Since(first_variant))?;
    }
    reindex_where(
        uow,
        "variant.product_id IN (SELECT object_id FROM batch_change
                                WHERE batch_id = :which AND object_type = 'product' AND old_value IS NOT NULL)",
        &batch_id,
    )
    .map_err(taken_since)
}

/// The product under the category that was made in place of the planned one.
fn filed_under(product: &ProductDraft, made: &HashMap<CategoryId, CategoryId>) -> Option<ProductDraft> {
    let category_id = *made.get(&product.new.category_id?)?;
    let mut filed = product.clone();
    filed.new.category_id = Some(category_id);
    Some(filed)
}

/// Holds every product against the version it was checked at, and lets go of the barcodes that change hands.
fn give_up(uow: &mut Uow<'_>, products: &[ProductDraft]) -> Result<(), Failure> {
    let conn = uow.conn;
    let mut version = conn.prepare_cached("SELECT row_version FROM product WHERE id = ?1")?;
    let mut forget = conn.prepare_cached("DELETE FROM barcode WHERE variant_id = ?1")?;
    let mut changed = 0;
    for product in products {
        let Some(expected) = product.row_version else { continue };
        let now: Option<i64> = version.query_row([product.id], |row| row.get(0)).optional()?;
        if now != Some(expected) {
            changed += 1;
            continue;
        }
        for variant in product.variants.iter().filter(|variant| moves_barcodes(product, variant)) {
            forget.execute([variant.id])?;
        }
    }
    if changed > 0 { Err(out_of_date(changed)) } else { Ok(()) }
}

fn is_active(product: &ProductState, variant: &VariantState) -> bool {
    !(product.archived || variant.archived)
}

/// The variant has other barcodes, or they begin or cease to count.
fn moves_barcodes(product: &ProductDraft, variant: &VariantDraft) -> bool {
    let Some((old_product, old)) = product.old.as_ref().zip(variant.old.as_ref()) else { return false };
    old.barcodes != variant.new.barcodes || is_active(old_product, old) != is_active(&product.new, &variant.new)
}

/// Writes one product after the other.
struct Pen {
    now: Instant,
    batch_id: BatchId,
    product_seq: i64,
    variant_seq: i64,
    item_no: i64,
}

impl Pen {
    fn product(&mut self, uow: &mut Uow<'_>, product: &ProductDraft) -> Result<(), Failure> {
        let new = &product.new;
        let changed = match product.row_version {
            Some(row_version) => uow.change(
                "UPDATE product
                 SET name = :name, name_folded = :name_folded, description = :description,
                     base_price = :base_price, unit = :unit,
                     archived_at = CASE WHEN :archived THEN coalesce(archived_at, :now) END,
                     updated_at = :now, row_version = row_version + 1
                 WHERE id = :id AND row_version = :row_version",
                named_params! {
                    ":id": product.id,
                    ":row_version": row_version,
                    ":name": new.name,
                    ":name_folded": fold(&new.name),
                    ":description": new.description,
                    ":base_price": new.base_price,
                    ":unit": new.unit,
                    ":archived": new.archived,
                    ":now": self.now,
                },
            )?,
            None => {
                let seq = self.product_seq;
                self.product_seq += 1;
                uow.change(
                    "INSERT INTO product
                       (row_no, seq, id, name, name_folded, description, category_id, base_price, unit, archived_at,
                        created_at, updated_at)
                     VALUES
                       (:seq, :seq, :id, :name, :name_folded, :description, :category_id, :base_price, :unit,
                        CASE WHEN :archived THEN :now END, :now, :now)",
                    named_params! {
                        ":seq": seq,
                        ":id": product.id,
                        ":name": new.name,
                        ":name_folded": fold(&new.name),
                        ":description": new.description,
                        ":category_id": new.category_id,
                        ":base_price": new.base_price,
                        ":unit": new.unit,
                        ":archived": new.archived,
                        ":now": self.now,
                    },
                )?
            }
        };
        if changed != 1 {
            return Err(out_of_date(1));
        }
        // By itself and only where it changes: a statement that writes a foreign key keeps a journal of its own, and the
        // more the batch has written, the longer that takes.
        if product.old.as_ref().is_some_and(|old| old.category_id != new.category_id) {
            uow.change_one("UPDATE product SET category_id = ?2 WHERE id = ?1", (product.id, new.category_id))?;
        }
        for variant in &product.variants {
            self.variant(uow, product, variant)?;
        }
        Ok(())
    }

    fn variant(&mut self, uow: &mut Uow<'_>, product: &ProductDraft, variant: &VariantDraft) -> Result<(), Failure> {
        let new = &variant.new;
        let attributes =
            if new.attributes.is_empty() { "[]".to_owned() } else { serde_json::to_string(&new.attributes)? };
        match &variant.old {
            None => {
                let seq = self.variant_seq;
                self.variant_seq += 1;
                uow.change_one(
                    "INSERT INTO variant
                       (row_no, seq, id, product_id, sku, sku_folded, attributes, label, price_adjustment,
                        reorder_level, last_cost, archived_at, created_at, updated_at, name_folded, price, active)
                     VALUES
                       (:seq, :seq, :id, :product_id, :sku, :sku_folded, :attributes, :label, :price_adjustment,
                        :reorder_level, :last_cost, CASE WHEN :archived THEN :now END, :now, :now, :name_folded,
                        :price, :active)",
                    named_params! {
                        ":seq": seq,
                        ":id": variant.id,
                        ":product_id": product.id,
                        ":sku": new.sku,
                        ":sku_folded": fold(&new.sku),
                        ":attributes": attributes,
                        ":label": label_of(&new.attributes),
                        ":price_adjustment": new.price_adjustment,
                        ":reorder_level": new.reorder_level,
                        ":last_cost": new.last_cost,
                        ":archived": new.archived,
                        ":now": self.now,
                        ":name_folded": fold(&product.new.name),
                        ":price": product.new.base_price + new.price_adjustment,
                        ":active": is_active(&product.new, new),
                    },
                )?;
            }
            Some(old) if old != new => {
                uow.change_one(
                    "UPDATE variant
                     SET sku = :sku, attributes = :attributes, label = :label, price_adjustment = :price_adjustment,
                         reorder_level = :reorder_level, last_cost = :last_cost,
                         archived_at = CASE WHEN :archived THEN coalesce(archived_at, :now) END,
                         updated_at = :now, row_version = row_version + 1
                     WHERE id = :id",
                    named_params! {
                        ":id": variant.id,
                        ":sku": new.sku,
                        ":attributes": attributes,
                        ":label": label_of(&new.attributes),
                        ":price_adjustment": new.price_adjustment,
                        ":reorder_level": new.reorder_level,
                        ":last_cost": new.last_cost,
                        ":archived": new.archived,
                        ":now": self.now,
                    },
                )?;
            }
            Some(_) => {}
        }
        if variant.old.is_none() || moves_barcodes(product, variant) {
            let active = is_active(&product.new, new);
            for code in &new.barcodes {
                uow.change_one(
                    "INSERT INTO barcode (code, variant_id, active) VALUES (:code, :variant_id, :active)",
                    named_params! { ":code": code, ":variant_id": variant.id, ":active": active },
                )?;
            }
        }
        Ok(())
    }

    /// Notes both values for the one who takes the batch back.
    fn note(&mut self, uow: &mut Uow<'_>, product: &ProductDraft) -> Result<(), Failure> {
        let changed = || product.variants.iter().filter(|variant| variant.old.as_ref() != Some(&variant.new));
        let new = Kept {
            product: &product.new,
            variants: changed().map(|variant| (variant.id, Some(&variant.new))).collect(),
        };
        let old = product.old.as_ref().map(|old| Kept {
            product: old,
            variants: changed().map(|variant| (variant.id, variant.old.as_ref())).collect(),
        });
        let item_no = self.item_no;
        self.item_no += 1;
        uow.change_one(
            "INSERT INTO batch_change
               (batch_id, item_no, object_type, object_id, label, old_value, new_value, row_version)
             VALUES
               (:batch_id, :item_no, 'product', :object_id, :label, :old_value, :new_value, :row_version)",
            named_params! {
                ":batch_id": self.batch_id,
                ":item_no": item_no,
                ":object_id": product.id,
                ":label": product.called(),
                ":old_value": old.map(|old| serde_json::to_string(&old)).transpose()?,
                ":new_value": serde_json::to_string(&new)?,
                ":row_version": product.row_version.map_or(1, |row_version| row_version + 1),
            },
        )
    }
}

fn paths(uow: &Uow<'_>) -> Result<Paths, Failure> {
    let rows: Vec<(CategoryId, String)> =
        uow.rows("SELECT id, replace(path, char(10), ' > ') FROM category", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.into_iter().collect())
}

/// What changed, in the audit: one entry a product.
fn record(uow: &mut Uow<'_>, product: &ProductDraft, paths: &Paths, reason: &str) -> Result<(), Failure> {
    let action = match &product.old {
        None => AuditAction::ProductCreated,
        Some(old) if old.archived && !product.new.archived => AuditAction::ProductRestored,
        Some(old) if !old.archived && product.new.archived => AuditAction::ProductArchived,
        Some(_) if product.is_edited() => AuditAction::ProductUpdated,
        Some(_) => AuditAction::StockAdjusted,
    };
    let changed = || product.variants.iter().filter(|variant| variant.is_changed());
    let old = product.old.as_ref().map(|old| {
        let variants = changed().filter_map(|variant| Some((variant, variant.old.as_ref()?, variant.on_hand())));
        told(uow, product, old, paths, variants, action)
    });
    let new = told(
        uow,
        product,
        &product.new,
        paths,
        changed().map(|variant| (variant, &variant.new, variant.on_hand_after())),
        action,
    );
    audit::record(
        uow,
        Entry {
            action,
            object_type: "product",
            object_id: product.id.to_string(),
            object_label: product.called(),
            old,
            new: Some(new),
            reason: Some(reason),
        },
    )
}

/// A product as the audit tells it, like every other change of one; with the units on hand where they change.
fn told<'d>(
    uow: &Uow<'_>,
    draft: &ProductDraft,
    product: &ProductState,
    paths: &Paths,
    variants: impl Iterator<Item = (&'d VariantDraft, &'d VariantState, i64)>,
    action: AuditAction,
) -> Value {
    let money = |minor: i64| json!(uow.money(Minor(minor)));
    let only = draft.variants.len() == 1;
    let mut told = Map::new();
    let mut each = Map::new();
    for (variant, state, on_hand) in variants {
        let mut of = Map::new();
        if action != AuditAction::StockAdjusted {
            of.insert("barcodes".to_owned(), json!(state.barcodes));
            of.insert("price".to_owned(), money(product.base_price + state.price_adjustment));
            of.insert("reorderLevel".to_owned(), json!(state.reorder_level));
            of.insert("lastCost".to_owned(), state.last_cost.map_or(Value::Null, money));
            if !only {
                of.insert("label".to_owned(), json!(label_of(&state.attributes)));
                of.insert("archived".to_owned(), json!(state.archived));
            }
        }
        of.insert("sku".to_owned(), json!(state.sku));
        if !variant.steps.is_empty() {
            of.insert("onHand".to_owned(), json!(on_hand));
        }
        if only {
            told.extend(of);
        } else {
            each.insert(variant.new.sku.to_string(), Value::Object(of));
        }
    }
    told.insert("name".to_owned(), json!(product.name));
    if !only {
        told.insert("price".to_owned(), money(product.base_price));
        told.insert("variants".to_owned(), Value::Object(each));
    }
    if action != AuditAction::StockAdjusted {
        told.insert("unit".to_owned(), json!(product.unit));
        let path = product.category_id.and_then(|id| paths.get(&id)).map_or("", String::as_str);
        told.insert("category".to_owned(), json!(path));
        told.insert("description".to_owned(), json!(product.description));
        told.insert("archived".to_owned(), json!(product.archived));
    }
    Value::Object(told)
}
