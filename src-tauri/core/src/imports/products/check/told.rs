//! What is told of each row.

use crate::db::Snapshot;
use crate::imports::lines::{Line, Noted};
use crate::imports::products::columns::Goods;
use crate::imports::products::read::Row;
use crate::imports::products::state::{ProductDraft, VariantDraft};
use crate::imports::products::tree::Tree;
use crate::kernel::{ImportField, Minor, RowResult};

/// What is told of a row.
pub(super) fn line_of(
    books: &Snapshot<'_>,
    tree: &Tree,
    row: &Row,
    number: u32,
    product: Option<&ProductDraft>,
    mapped: &Goods,
) -> Line {
    let variant = product.and_then(|product| product.variants.iter().find(|variant| variant.row == Some(number)));
    let name: Box<str> = product
        .map(|product| product.new.name.clone())
        .filter(|name| !name.is_empty())
        .or_else(|| row.name.clone())
        .unwrap_or_default();
    if row.is_refused() {
        return Line::refused(&row.problems, row.sku.clone(), name);
    }
    let unchanged = |why: Option<&str>| Line {
        result: RowResult::Unchanged,
        restored: false,
        sku: row.sku.clone(),
        name: name.clone(),
        noted: Box::default(),
        why: why.map(Into::into),
    };
    let Some(product) = product else {
        return unchanged(Some("Nothing of this row is used."));
    };
    let noted = changes(books, tree, row, product, variant, mapped);
    let added = match variant {
        Some(variant) => variant.old.is_none(),
        None => product.old.is_none(),
    };
    let was_archived = variant.is_some_and(|variant| variant.old.as_ref().is_some_and(|old| old.archived))
        || product.old.as_ref().is_some_and(|old| old.archived);
    let restored = variant.is_some_and(|variant| !variant.new.archived) && !product.new.archived && was_archived;
    let result = match () {
        () if added => RowResult::Added,
        () if restored || !noted.is_empty() => RowResult::Changed,
        () => return unchanged(None),
    };
    Line {
        result,
        restored,
        sku: row.sku.clone(),
        name,
        noted: noted.into(),
        why: restored.then(|| "It is archived; the import restores it.".into()),
    }
}

/// The cells that change something, with what was there before.
fn changes(
    books: &Snapshot<'_>,
    tree: &Tree,
    row: &Row,
    product: &ProductDraft,
    variant: Option<&VariantDraft>,
    mapped: &Goods,
) -> Vec<Noted> {
    let mut noted = Vec::new();
    let mut note = |field: ImportField, before: String| {
        noted.push(Noted { field, before: Some(before.into()), problem: None });
    };
    let amount = |minor: i64| books.money(Minor(minor)).to_string();
    if let Some(old) = &product.old {
        let new = &product.new;
        if row.name.is_some() && old.name != new.name {
            note(ImportField::Name, old.name.to_string());
        }
        if row.description.is_some() && old.description != new.description {
            note(ImportField::Description, old.description.to_string());
        }
        if row.category.is_some() && old.category_id != new.category_id {
            let path = old.category_id.and_then(|id| tree.find(id)).map(|branch| tree.path(branch).join(" > "));
            note(ImportField::Category, path.unwrap_or_default());
        }
        if row.base_price.is_some() && old.base_price != new.base_price {
            note(ImportField::BasePrice, amount(old.base_price));
        }
        if row.unit.is_some() && old.unit != new.unit {
            note(ImportField::Unit, old.unit.to_string());
        }
    }
    let Some(variant) = variant else { return noted };
    let Some((old, old_product)) = variant.old.as_ref().zip(product.old.as_ref()) else {
        return noted;
    };
    let new = &variant.new;
    if old.barcodes != new.barcodes {
        note(ImportField::Barcode, old.barcodes.join("\n"));
    }
    if row.price_adjustment.is_some() && old.price_adjustment != new.price_adjustment {
        note(ImportField::PriceAdjustment, amount(old.price_adjustment));
    }
    let (before, after) =
        (old_product.base_price + old.price_adjustment, product.new.base_price + new.price_adjustment);
    if row.variant_price.is_some() && before != after {
        note(ImportField::VariantPrice, amount(before));
    }
    if old.reorder_level != new.reorder_level {
        note(ImportField::ReorderLevel, old.reorder_level.map_or(String::new(), |level| level.to_string()));
    }
    if old.last_cost != new.last_cost {
        note(ImportField::UnitCost, old.last_cost.map_or(String::new(), amount));
    }
    if old.attributes != new.attributes {
        let values: Vec<&str> = old.attributes.iter().map(|attribute| attribute.value.as_str()).collect();
        note(ImportField::AttributeValue1, values.join(" / "));
    }
    if row.archived.is_some() && (old.archived, old_product.archived) != (new.archived, product.new.archived) {
        note(ImportField::Archived, if old.archived || old_product.archived { "yes" } else { "no" }.to_owned());
    }
    for step in &variant.steps {
        let named = mapped.on_hand.iter().any(|place| place.location_id == step.location_id);
        debug_assert!(named, "a step is made for a column");
        note(ImportField::OnHand, step.before.to_string());
    }
    noted
}
