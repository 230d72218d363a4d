use super::parse;
use super::search::{Which, reindex};
use super::store::{Attribute, Product, add_barcodes, check_sku_free, read};
use super::{audited, categories};
use crate::audit::{self, Entry};
use crate::db::Uow;
use crate::kernel::text::fold;
use crate::kernel::{AuditAction, CategoryId, Failure, Fields, MAX_LINES, Minor, Money, Problem, ProductId, VariantId};
use rusqlite::named_params;
use std::collections::BTreeSet;

crate::strict_request! {
    /// A product with its variants; or, where it has just one, its SKU, barcodes and reorder level themselves.
    pub struct ProductCreate {
        pub name: String,
        pub price: Money,
        pub description: Option<String>,
        pub category_id: Option<CategoryId>,
        pub unit: Option<String>,
        /// The tax that its prices include, in basis points. Left out: the store's rate counts.
        pub tax_rate_bp: Option<i64>,
        pub sku: Option<String>,
        pub barcodes: Option<Vec<String>>,
        pub reorder_level: Option<i64>,
        /// Excludes `sku`, `barcodes` and `reorderLevel`.
        pub variants: Option<Vec<VariantNew>>,
    }
    pub struct VariantNew {
        pub sku: String,
        pub barcodes: Option<Vec<String>>,
        /// Needed where the product has several variants, and other ones for each.
        pub attributes: Option<Vec<Attribute>>,
        pub price_adjustment: Option<Money>,
        pub reorder_level: Option<i64>,
    }
}

/// A new variant after reading it from a request.
#[derive(Debug)]
pub(super) struct ParsedVariant {
    pub sku: String,
    pub barcodes: Vec<String>,
    pub attributes: Vec<Attribute>,
    pub price_adjustment: Minor,
    pub reorder_level: Option<i64>,
}

/// `at` is how the fields are called: "" or "variants[3].".
pub(super) fn parse_variant(uow: &Uow<'_>, fields: &mut Fields, at: &str, new: &VariantNew) -> ParsedVariant {
    ParsedVariant {
        sku: parse::sku(fields, at, &new.sku),
        barcodes: parse::barcodes(fields, at, new.barcodes.as_deref().unwrap_or_default()),
        attributes: parse::attributes(fields, at, new.attributes.as_deref().unwrap_or_default()),
        price_adjustment: new
            .price_adjustment
            .map_or(Minor::ZERO, |given| parse::price_adjustment(uow, fields, at, given)),
        reorder_level: new.reorder_level.map(|level| parse::reorder_level(fields, at, level)),
    }
}

/// The variants that the request asks for, each with how its fields are called.
fn asked(fields: &mut Fields, request: &ProductCreate) -> Vec<(String, VariantNew)> {
    let Some(variants) = &request.variants else {
        let new = VariantNew {
            sku: request.sku.clone().unwrap_or_default(),
            barcodes: request.barcodes.clone(),
            attributes: None,
            price_adjustment: None,
            reorder_level: request.reorder_level,
        };
        return vec![(String::new(), new)];
    };
    for (field, given) in [
        ("sku", request.sku.is_some()),
        ("barcodes", request.barcodes.is_some()),
        ("reorderLevel", request.reorder_level.is_some()),
    ] {
        if given {
            fields.add(field, Problem::NotAllowed, None);
        }
    }
    fields.line_count("variants", variants.len());
    let named = variants.iter().enumerate().take(MAX_LINES);
    named.map(|(index, new)| (format!("variants[{index}]."), new.clone())).collect()
}

pub fn product_create(uow: &mut Uow<'_>, request: ProductCreate) -> Result<Product, Failure> {
    let mut fields = Fields::default();
    let name = parse::name(&mut fields, &request.name);
    let base_price = uow.rules.currency.minor("price", request.price, &mut fields);
    let description = parse::description(&mut fields, request.description.as_deref().unwrap_or_default());
    let unit = parse::unit(&mut fields, request.unit.as_deref().unwrap_or_default());
    let tax_rate_bp = request.tax_rate_bp.map(|rate| parse::tax_rate(&mut fields, rate));
    let mut skus = BTreeSet::new();
    let mut variants = Vec::new();
    for (at, new) in asked(&mut fields, &request) {
        let variant = parse_variant(uow, &mut fields, &at, &new);
        if !variant.sku.is_empty() && !skus.insert(fold(&variant.sku)) {
            fields.add(&format!("{at}sku"), Problem::Duplicate, None);
        }
        parse::check_price(&mut fields, &format!("{at}priceAdjustment"), base_price, variant.price_adjustment);
        variants.push((at, variant));
    }
    parse::check_distinct(&mut fields, variants.iter().map(|(at, new)| (at.clone(), new.attributes.as_slice())));
    fields.finish()?;
    if let Some(category_id) = request.category_id {
        categories::usable(uow, category_id)?;
    }

    let now = uow.now;
    let id = ProductId::new(now);
    let seq = uow.next_seq("product")?;
    uow.change_one(
        "INSERT INTO product
           (row_no, seq, id, name, name_folded, description, category_id, base_price, unit, tax_rate_bp, created_at,
            updated_at)
         VALUES
           (:seq, :seq, :id, :name, :name_folded, :description, :category_id, :base_price, :unit, :tax_rate_bp, :now,
            :now)",
        named_params! {
            ":seq": seq,
            ":id": id,
            ":name": name,
            ":name_folded": fold(&name),
            ":description": description,
            ":category_id": request.category_id,
            ":base_price": base_price,
            ":unit": unit,
            ":tax_rate_bp": tax_rate_bp,
            ":now": now,
        },
    )?;
    for (_, variant) in &variants {
        insert_variant(uow, id, variant, true)?;
    }
    reindex(uow, Which::Product(id))?;

    let product = read(uow, id)?;
    audit::record(
        uow,
        Entry {
            action: AuditAction::ProductCreated,
            object_type: "product",
            object_id: id.to_string(),
            object_label: product.called(),
            old: None,
            new: Some(audited::whole(&product)?),
            reason: None,
        },
    )?;
    Ok(product)
}

/// Adds a variant to a product. What follows from the product is filled in by [`reindex`].
pub(super) fn insert_variant(
    uow: &mut Uow<'_>,
    product_id: ProductId,
    new: &ParsedVariant,
    active: bool,
) -> Result<(), Failure> {
    check_sku_free(uow, &new.sku)?;
    let now = uow.now;
    let id = VariantId::new(now);
    let seq = uow.next_seq("variant")?;
    uow.change_one(
        "INSERT INTO variant
           (row_no, seq, id, product_id, sku, sku_folded, attributes, label, price_adjustment, reorder_level,
            created_at, updated_at)
         VALUES
           (:seq, :seq, :id, :product_id, :sku, :sku_folded, :attributes, :label, :price_adjustment, :reorder_level,
            :now, :now)",
        named_params! {
            ":seq": seq,
            ":id": id,
            ":product_id": product_id,
            ":sku": new.sku,
            ":sku_folded": fold(&new.sku),
            ":attributes": serde_json::to_string(&new.attributes)?,
            ":label": parse::label(&new.attributes),
            ":price_adjustment": new.price_adjustment,
            ":reorder_level": new.reorder_level,
            ":now": now,
        },
    )?;
    add_barcodes(uow, id, &new.barcodes, active)
}
