//! Taking an import back: the units by the ledger, and the catalogue by what the batch kept of it. A product that was
//! changed since stands in the way; what the import added is deleted where nothing speaks of it, and archived where
//! something does.

use super::state::{ProductDraft, ProductState, VariantState, load};
use super::write::{Kept, write};
use crate::catalog::categories::{CategoryArchive, category_archive};
use crate::catalog::{ProductDelete, product_delete};
use crate::db::{Snapshot, Uow};
use crate::kernel::Watch;
use crate::kernel::{BatchId, CategoryId, Failure, ProductId, UndoProblem, VariantId};
use crate::reservations::{begin_undo, undo_reason};
use crate::stock::{Batch, BatchUndo, BatchUndoPreview, Undo, UndoPreview};
use rusqlite::named_params;
use serde_json::json;
use std::collections::HashMap;

/// The most problems that are named.
const MAX_PROBLEMS: usize = 100;
/// The most products that are deleted in one undo, each by itself; of a larger import they are archived.
const MAX_DELETED: usize = 2_000;

/// What the catalogue's part of an undo is.
struct Back {
    /// Products with what they become again.
    products: Vec<ProductDraft>,
    /// Of them, those that the import added.
    added: Vec<(ProductId, i64)>,
    /// Deepest first, each with the version the import left.
    categories: Vec<(CategoryId, i64)>,
    problems: Vec<UndoProblem>,
}

pub fn batch_undo_preview(books: &Snapshot<'_>, request: BatchUndoPreview) -> Result<UndoPreview, Failure> {
    let mut undo = Undo::read(books, request.id)?;
    add_problems(&mut undo, back(books, request.id)?.problems);
    undo.preview(books)
}

pub fn batch_undo(uow: &mut Uow<'_>, request: BatchUndo) -> Result<Batch, Failure> {
    let reason = undo_reason(&request)?;
    let mut undo = Undo::read(uow, request.id)?;
    let back = back(uow, request.id)?;
    add_problems(&mut undo, back.problems);
    let undo_id = begin_undo(uow, &undo, &reason)?;
    let (products, categories) = (back.products.len(), back.categories.len());
    let mut rest = Vec::with_capacity(products);
    let mut deleted = 0;
    let to_delete: HashMap<ProductId, i64> =
        if back.added.len() <= MAX_DELETED { back.added.into_iter().collect() } else { HashMap::new() };
    for product in back.products {
        let row_version = to_delete.get(&product.id).copied();
        match row_version.map(|row_version| product_delete(uow, ProductDelete { id: product.id, row_version })) {
            Some(Ok(_)) => deleted += 1,
            // Something speaks of it: its movements, an order.
            Some(Err(Failure::Refused(_))) | None => rest.push(product),
            Some(Err(failure)) => return Err(failure),
        }
    }
    write(uow, undo_id, &rest, &HashMap::new(), "undo", &Unwatched)?;
    let mut archived = 0;
    for (id, row_version) in back.categories {
        match category_archive(uow, CategoryArchive { id, row_version, move_to: None }) {
            Ok(_) => archived += 1,
            // Something else is in it by now, or it was changed: it stays.
            Err(Failure::Refused(_)) => {}
            Err(failure) => return Err(failure),
        }
    }
    if products + categories == 0 {
        return undo.finish(uow, undo_id, &reason, json!({}));
    }
    let more = json!({ "products": products, "deleted": deleted, "categoriesArchived": archived });
    undo.finish(uow, undo_id, &reason, more)
}

/// An undo is one command of the writer: nobody can stop it half-way.
struct Unwatched;

impl Watch for Unwatched {
    fn is_cancelled(&self) -> bool {
        false
    }
    fn progress(&self, _: i64, _: i64) {}
}

fn add_problems(undo: &mut Undo, problems: Vec<UndoProblem>) {
    let room = MAX_PROBLEMS.saturating_sub(undo.problems.len());
    undo.problems.extend(problems.into_iter().take(room));
}

struct Change {
    is_product: bool,
    id: [u8; 16],
    label: String,
    old: Option<String>,
    row_version: i64,
}

fn back(books: &Snapshot<'_>, id: BatchId) -> Result<Back, Failure> {
    let changes = books.rows(
        "SELECT object_type = 'product', object_id, label, old_value, row_version
         FROM batch_change
         WHERE batch_id = ?1
         ORDER BY item_no",
        [id],
        |row| {
            Ok(Change {
                is_product: row.get(0)?,
                id: row.get(1)?,
                label: row.get(2)?,
                old: row.get(3)?,
                row_version: row.get(4)?,
            })
        },
    )?;
    let mut back = Back { products: Vec::new(), added: Vec::new(), categories: Vec::new(), problems: Vec::new() };
    for change in changes.iter().rev().filter(|change| !change.is_product) {
        back.categories.push((CategoryId::from_uuid(uuid::Uuid::from_bytes(change.id)), change.row_version));
    }
    for change in changes.iter().filter(|change| change.is_product) {
        product_back(books, id, change, &mut back)?;
    }
    check_barcodes(books, &mut back)?;
    Ok(back)
}

fn problem(change: &Change, sku: Option<&str>, message: String) -> UndoProblem {
    UndoProblem { label: change.label.clone(), sku: sku.map(str::to_owned), message, needed: None, available: None }
}

fn product_back(books: &Snapshot<'_>, batch_id: BatchId, change: &Change, back: &mut Back) -> Result<(), Failure> {
    let id = ProductId::from_uuid(uuid::Uuid::from_bytes(change.id));
    let Some(mut product) = load(books, id)? else {
        // What was added and deleted since is as it was before.
        if change.old.is_some() {
            back.problems.push(problem(change, None, "it was deleted since".to_owned()));
        }
        return Ok(());
    };
    if product.row_version != Some(change.row_version) {
        back.problems.push(problem(change, None, "it was changed since; put that right first".to_owned()));
        return Ok(());
    }
    let old: Option<Kept<ProductState, VariantState>> = change.old.as_deref().map(serde_json::from_str).transpose()?;
    match old {
        Some(kept) => {
            if let Some(category_id) = kept.product.category_id
                && Some(category_id) != product.new.category_id
                && !is_usable(books, category_id)?
            {
                back.problems.push(problem(
                    change,
                    None,
                    "the category it was in is archived; restore it first".to_owned(),
                ));
            }
            product.new = kept.product;
            for (variant_id, state) in kept.variants {
                let Some(variant) = product.variants.iter_mut().find(|variant| variant.id == variant_id) else {
                    continue;
                };
                match state {
                    Some(state) => variant.new = state,
                    None => variant.new.archived = true,
                }
            }
        }
        None => {
            back.added.push((id, change.row_version));
            product.new.archived = true;
            if product.new.category_id.is_some_and(|id| back.categories.iter().any(|(made, _)| *made == id)) {
                product.new.category_id = None;
            }
        }
    }
    for variant in &product.variants {
        let goes = (product.new.archived || variant.new.archived)
            && product.old.as_ref().is_some_and(|old| !old.archived)
            && variant.old.as_ref().is_some_and(|old| !old.archived);
        if !goes {
            continue;
        }
        let moved: i64 = books.one(
            "SELECT coalesce(sum(on_hand_delta), 0) FROM stock_movement WHERE batch_id = :batch_id AND variant_id = :id",
            named_params! { ":batch_id": batch_id, ":id": variant.id },
            |row| row.get(0),
        )?;
        let left = variant.on_hand() - moved;
        if left > 0 {
            let message = format!("{left} came since and are on hand; it cannot be archived with them");
            back.problems.push(problem(change, Some(&variant.new.sku), message));
        }
    }
    back.products.push(product);
    Ok(())
}

fn is_usable(books: &Snapshot<'_>, id: CategoryId) -> Result<bool, Failure> {
    books.one("SELECT EXISTS (SELECT 1 FROM category WHERE id = ?1 AND archived_at IS NULL)", [id], |row| row.get(0))
}

/// A barcode that comes back must not be another's by now.
fn check_barcodes(books: &Snapshot<'_>, back: &mut Back) -> Result<(), Failure> {
    let mut problems = Vec::new();
    for product in &back.products {
        for variant in product.variants.iter().filter(|variant| !product.new.archived && !variant.new.archived) {
            let had = variant.old.as_ref().map_or(&[][..], |old| &old.barcodes);
            for code in variant.new.barcodes.iter().filter(|code| !had.contains(code)) {
                let owner: Option<(VariantId, String)> = books.find(
                    "SELECT variant.id, variant.sku FROM barcode JOIN variant ON variant.id = barcode.variant_id
                     WHERE barcode.code = ?1 AND barcode.active = 1",
                    [code],
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )?;
                let Some((owner, sku)) = owner.filter(|(owner, _)| *owner != variant.id) else { continue };
                let given_back =
                    back.products.iter().flat_map(|other| other.variants.iter().map(move |of| (other, of)));
                let given_back = given_back
                    .filter(|(_, of)| of.id == owner)
                    .any(|(other, of)| other.new.archived || of.new.archived || !of.new.barcodes.contains(code));
                if !given_back {
                    problems.push(UndoProblem {
                        label: product.new.name.to_string(),
                        sku: Some(variant.new.sku.to_string()),
                        message: format!("its barcode {code} belongs to {sku} by now"),
                        needed: None,
                        available: None,
                    });
                }
            }
        }
    }
    back.problems.extend(problems);
    Ok(())
}
