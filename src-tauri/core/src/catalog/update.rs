use super::create::{ParsedVariant, VariantNew, insert_variant, parse_variant};
use super::search::{Which, reindex};
use super::store::{Attribute, Product, Variant, add_barcodes, check_sku_free, read};
use super::{audited, categories, parse};
use crate::audit::{self, Entry};
use crate::db::Uow;
use crate::kernel::text::fold;
use crate::kernel::{
    AuditAction, CategoryId, Failure, Fields, MAX_LINES, Minor, Money, Problem, ProductId, Refusal, VariantId, present,
};
use rusqlite::named_params;
use std::collections::BTreeSet;

crate::strict_request! {
    /// Fields left out stay as they are, and so do variants that are not named. A stale rowVersion is refused with
    /// CONFLICT.
    pub struct ProductUpdate {
        pub id: ProductId,
        pub row_version: i64,
        pub name: Option<String>,
        pub description: Option<String>,
        /// Null: in no category from now on.
        #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
        #[ts(type = "CategoryId | null", optional)]
        pub category_id: Option<Option<CategoryId>>,
        /// The base price.
        pub price: Option<Money>,
        pub unit: Option<String>,
        /// The tax that its prices include, in basis points. Null: the store's rate counts from now on.
        #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
        #[ts(type = "number | null", optional)]
        pub tax_rate_bp: Option<Option<i64>>,
        pub archived: Option<bool>,
        pub variants: Option<Vec<VariantEdit>>,
    }
    /// Without an id: a new variant, which needs a SKU.
    pub struct VariantEdit {
        pub id: Option<VariantId>,
        pub sku: Option<String>,
        pub barcodes: Option<Vec<String>>,
        pub attributes: Option<Vec<Attribute>>,
        pub price_adjustment: Option<Money>,
        /// Null: the category's or the store's counts from now on.
        #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
        #[ts(type = "number | null", optional)]
        pub reorder_level: Option<Option<i64>>,
        pub archived: Option<bool>,
    }
}

/// A variant as it is to be.
struct Wanted {
    /// How its fields are called: "variants[3].", or "" where the request does not name it.
    at: String,
    /// The variant as it was; none where it is new.
    before: Option<Variant>,
    to_be: ParsedVariant,
    archived: bool,
    named: bool,
}

impl Wanted {
    fn stays(variant: &Variant, price_adjustment: Minor) -> Wanted {
        Wanted {
            at: String::new(),
            before: Some(variant.clone()),
            to_be: ParsedVariant {
                sku: variant.sku.clone(),
                barcodes: variant.barcodes.clone(),
                attributes: variant.attributes.clone(),
                price_adjustment,
                reorder_level: variant.reorder_level,
            },
            archived: variant.archived,
            named: false,
        }
    }
}

/// Puts the edits of the request onto the variants as they are.
fn wanted(uow: &Uow<'_>, fields: &mut Fields, before: &Product, edits: &[VariantEdit]) -> Result<Vec<Wanted>, Failure> {
    let mut all = Vec::new();
    for variant in &before.variants {
        let mut unseen = Fields::default();
        let adjustment = uow.rules.currency.signed_minor("", variant.price_adjustment, &mut unseen);
        all.push(Wanted::stays(variant, adjustment));
    }
    for (index, edit) in edits.iter().enumerate().take(MAX_LINES) {
        let at = format!("variants[{index}].");
        let Some(id) = edit.id else {
            let new = VariantNew {
                sku: edit.sku.clone().unwrap_or_default(),
                barcodes: edit.barcodes.clone(),
                attributes: edit.attributes.clone(),
                price_adjustment: edit.price_adjustment,
                reorder_level: edit.reorder_level.flatten(),
            };
            if edit.archived == Some(true) {
                fields.add(&format!("{at}archived"), Problem::NotAllowed, None);
            }
            let to_be = parse_variant(uow, fields, &at, &new);
            all.push(Wanted { at, before: None, to_be, archived: false, named: true });
            continue;
        };
        let Some(known) = all.iter_mut().find(|known| known.before.as_ref().is_some_and(|was| was.id == id)) else {
            return Err(Refusal::not_found("variant", id).into());
        };
        if known.named {
            fields.add(&format!("{at}id"), Problem::Duplicate, None);
            continue;
        }
        known.named = true;
        if let Some(sku) = &edit.sku {
            known.to_be.sku = parse::sku(fields, &at, sku);
        }
        if let Some(barcodes) = &edit.barcodes {
            known.to_be.barcodes = parse::barcodes(fields, &at, barcodes);
        }
        if let Some(attributes) = &edit.attributes {
            known.to_be.attributes = parse::attributes(fields, &at, attributes);
        }
        if let Some(adjustment) = edit.price_adjustment {
            known.to_be.price_adjustment = parse::price_adjustment(uow, fields, &at, adjustment);
        }
        if let Some(level) = edit.reorder_level {
            known.to_be.reorder_level = level.map(|level| parse::reorder_level(fields, &at, level));
        }
        known.archived = edit.archived.unwrap_or(known.archived);
        known.at = at;
    }
    Ok(all)
}

/// The rules among the variants of one product.
fn check_together(fields: &mut Fields, all: &[Wanted], base_price: Minor) {
    // Those that the request names come last, so that what is wrong is said of them.
    let mut ordered: Vec<&Wanted> = all.iter().collect();
    ordered.sort_by_key(|variant| variant.named);
    let mut skus = BTreeSet::new();
    for variant in &ordered {
        if !variant.to_be.sku.is_empty() && !skus.insert(fold(&variant.to_be.sku)) {
            fields.add(&format!("{}sku", variant.at), Problem::Duplicate, None);
        }
        let field = if variant.named { format!("{}priceAdjustment", variant.at) } else { "price".to_owned() };
        parse::check_price(fields, &field, base_price, variant.to_be.price_adjustment);
    }
    let active = ordered.iter().filter(|variant| !variant.archived);
    parse::check_distinct(fields, active.map(|v| (v.at.clone(), v.to_be.attributes.as_slice())));
    if all.iter().all(|variant| variant.archived) {
        let last = all.iter().rfind(|variant| variant.named);
        fields.add(&format!("{}archived", last.map_or("", |v| v.at.as_str())), Problem::NotAllowed, None);
    }
    if all.len() > MAX_LINES {
        fields.add("variants", Problem::TooLarge, i64::try_from(MAX_LINES).ok());
    }
}

pub fn product_update(uow: &mut Uow<'_>, request: ProductUpdate) -> Result<Product, Failure> {
    let before = read(uow, request.id)?;
    Uow::check_version("product", request.id, request.row_version, before.row_version)?;
    let mut fields = Fields::default();
    let name = parse::name(&mut fields, request.name.as_deref().unwrap_or(&before.name));
    let base_price = uow.rules.currency.minor("price", request.price.unwrap_or(before.base_price), &mut fields);
    let description = parse::description(&mut fields, request.description.as_deref().unwrap_or(&before.description));
    let unit = parse::unit(&mut fields, request.unit.as_deref().unwrap_or(&before.unit));
    let tax_rate_bp = request.tax_rate_bp.unwrap_or(before.tax_rate_bp).map(|rate| parse::tax_rate(&mut fields, rate));
    let edits = request.variants.as_deref().unwrap_or_default();
    if request.variants.is_some() {
        fields.line_count("variants", edits.len());
    }
    let variants = wanted(uow, &mut fields, &before, edits)?;
    check_together(&mut fields, &variants, base_price);
    fields.finish()?;
    let category_id = request.category_id.unwrap_or(before.category_id);
    if let Some(category_id) = category_id.filter(|id| Some(*id) != before.category_id) {
        categories::usable(uow, category_id)?;
    }
    let archived = request.archived.unwrap_or(before.archived);
    check_unused(&before, archived, &variants)?;

    let now = uow.now;
    uow.change_one(
        "UPDATE product
         SET name = :name, name_folded = :name_folded, description = :description, category_id = :category_id,
             unit = :unit, base_price = :base_price, tax_rate_bp = :tax_rate_bp,
             archived_at = CASE WHEN :archived THEN coalesce(archived_at, :now) END,
             updated_at = :now, row_version = row_version + 1
         WHERE id = :id",
        named_params! {
            ":id": request.id,
            ":name": name,
            ":name_folded": fold(&name),
            ":description": description,
            ":category_id": category_id,
            ":unit": unit,
            ":base_price": base_price,
            ":tax_rate_bp": tax_rate_bp,
            ":archived": archived,
            ":now": now,
        },
    )?;
    write_variants(uow, &before, &variants, archived)?;
    reindex(uow, Which::Product(request.id))?;

    let after = read(uow, request.id)?;
    let action = match (before.archived, archived) {
        (false, true) => AuditAction::ProductArchived,
        (true, false) => AuditAction::ProductRestored,
        (false, false) | (true, true) => AuditAction::ProductUpdated,
    };
    let (old, new) = audited::both(&before, &after)?;
    audit::record(
        uow,
        Entry {
            action,
            object_type: "product",
            object_id: request.id.to_string(),
            object_label: after.called(),
            old: Some(old),
            new: Some(new),
            reason: None,
        },
    )?;
    Ok(after)
}

/// What has units on hand or promised stays in sight.
fn check_unused(before: &Product, archived: bool, variants: &[Wanted]) -> Result<(), Failure> {
    for (variant, was) in variants.iter().filter_map(|variant| Some((variant, variant.before.as_ref()?))) {
        let goes = (archived || variant.archived) && !(before.archived || was.archived);
        if goes && (was.on_hand, was.reserved) != (0, 0) {
            let (on_hand, reserved) = (was.on_hand, was.reserved);
            return Err(Refusal::ProductInUse { product_id: before.id, sku: was.sku.clone(), on_hand, reserved }.into());
        }
    }
    Ok(())
}

/// Two variants of the product may change SKUs or barcodes with each other: all give up theirs first.
fn write_variants(
    uow: &mut Uow<'_>,
    before: &Product,
    variants: &[Wanted],
    product_archived: bool,
) -> Result<(), Failure> {
    let known = || variants.iter().filter_map(|variant| Some((variant, variant.before.as_ref()?)));
    for (variant, was) in known() {
        if fold(&variant.to_be.sku) != fold(&was.sku) {
            // No SKU that people can type begins like this.
            uow.change_one("UPDATE variant SET sku_folded = char(10) || row_no WHERE id = ?1", [was.id])?;
        }
        if moves_barcodes(before, variant, was, product_archived) {
            uow.change("DELETE FROM barcode WHERE variant_id = ?1", [was.id])?;
        }
    }
    for (variant, was) in known() {
        if variant.named {
            write_variant(uow, variant, was)?;
        }
        if moves_barcodes(before, variant, was, product_archived) {
            let active = !(product_archived || variant.archived);
            add_barcodes(uow, was.id, &variant.to_be.barcodes, active)?;
        }
    }
    for variant in variants.iter().filter(|variant| variant.before.is_none()) {
        insert_variant(uow, before.id, &variant.to_be, !product_archived)?;
    }
    Ok(())
}

/// They change, or begin or cease to count because the variant is archived or restored.
fn moves_barcodes(before: &Product, variant: &Wanted, was: &Variant, product_archived: bool) -> bool {
    let counted = !(before.archived || was.archived);
    let counts = !(product_archived || variant.archived);
    variant.to_be.barcodes != was.barcodes || counted != counts
}

fn write_variant(uow: &mut Uow<'_>, variant: &Wanted, was: &Variant) -> Result<(), Failure> {
    let to_be = &variant.to_be;
    if fold(&to_be.sku) != fold(&was.sku) {
        check_sku_free(uow, &to_be.sku)?;
    }
    let now = uow.now;
    uow.change_one(
        "UPDATE variant
         SET sku = :sku, sku_folded = :sku_folded, attributes = :attributes, label = :label,
             price_adjustment = :price_adjustment, reorder_level = :reorder_level,
             archived_at = CASE WHEN :archived THEN coalesce(archived_at, :now) END,
             updated_at = :now, row_version = row_version + 1
         WHERE id = :id",
        named_params! {
            ":id": was.id,
            ":sku": to_be.sku,
            ":sku_folded": fold(&to_be.sku),
            ":attributes": serde_json::to_string(&to_be.attributes)?,
            ":label": parse::label(&to_be.attributes),
            ":price_adjustment": to_be.price_adjustment,
            ":reorder_level": to_be.reorder_level,
            ":archived": variant.archived,
            ":now": now,
        },
    )
}
