//! What the rows say, put into the products and variants that they are about.

use super::stock::stock_steps;
use super::{Bundle, Draft};
use crate::catalog::Attribute;
use crate::imports::products::columns::Goods;
use crate::imports::products::read::{Archived, Kind, Row};
use crate::imports::products::state::{ProductDraft, ProductState, VariantDraft};
use crate::kernel::money::MAX_MINOR;
use crate::kernel::text::fold;
use crate::kernel::{Failure, ImportField, Problem};
use std::collections::BTreeSet;

/// The most variants of one product.
const MAX_VARIANTS: usize = 500;

impl Draft<'_> {
    /// Takes the product's own fields from the row that leads, and refuses rows that say otherwise.
    pub(super) fn fill_products(&mut self) {
        for bundle in &mut self.drafts {
            let Bundle { product, rows, leader } = bundle;
            let is_new = product.old.is_none();
            let candidate = |row: &Row| !row.has_product_problem() && (!is_new || row.name.is_some());
            let parent = rows.iter().find(|row| self.rows[**row as usize].kind == Kind::Parent);
            *leader = match parent {
                Some(parent) => Some(*parent).filter(|parent| candidate(&self.rows[*parent as usize])),
                None => {
                    let able = || rows.iter().copied().filter(|row| candidate(&self.rows[*row as usize]));
                    able().find(|row| self.rows[*row as usize].name.is_some()).or_else(|| able().next())
                }
            };
            let Some(lead) = *leader else {
                let first = rows.first().map(|row| self.rows[*row as usize].line);
                for row in rows.iter() {
                    let row = &mut self.rows[*row as usize];
                    if row.has_product_problem() || (!is_new && row.kind == Kind::Variant) {
                        continue;
                    }
                    if row.parent.is_some() && parent.is_none() {
                        row.problems.why = Some("Its product is neither in the file nor in the store.".into());
                    } else if Some(row.line) == first && row.name.is_none() {
                        row.refuse(ImportField::Name, Problem::Required, "is required for a new product");
                    } else if let Some(first) = first.filter(|first| *first != row.line) {
                        row.problems.why =
                            Some(format!("Its product, which line {first} describes, cannot be added.").into());
                    }
                }
                continue;
            };
            let leading = &self.rows[lead as usize];
            if let Some(name) = &leading.name {
                product.new.name = name.clone();
            }
            if let Some(description) = &leading.description {
                product.new.description = description.clone();
            }
            if let Some(category) = leading.category {
                product.new.category_id = category.and_then(|branch| self.tree.id(branch));
            }
            if let Some(price) = leading.base_price {
                product.new.base_price = price;
            }
            if let Some(unit) = &leading.unit {
                product.new.unit = unit.clone();
            }
            let line = leading.line;
            let said = (
                leading.name.clone(),
                leading.description.clone().filter(|text| !text.is_empty()),
                leading.category,
                leading.base_price,
                leading.unit.clone(),
            );
            for row in rows.iter().filter(|row| **row != lead) {
                let row = &mut self.rows[*row as usize];
                let other = |known: bool, same: bool| known && !same;
                let differs = [
                    (ImportField::Name, other(row.name.is_some(), row.name == said.0 || said.0.is_none())),
                    (
                        ImportField::Description,
                        other(row.description.as_ref().is_some_and(|text| !text.is_empty()), row.description == said.1),
                    ),
                    (ImportField::Category, other(row.category.flatten().is_some(), row.category == said.2)),
                    (ImportField::BasePrice, other(row.base_price.is_some(), row.base_price == said.3)),
                    (
                        ImportField::Unit,
                        other(row.unit.as_ref().is_some_and(|unit| !unit.is_empty()), row.unit == said.4),
                    ),
                ];
                for (field, _) in differs.into_iter().filter(|(_, differs)| *differs) {
                    row.refuse(
                        field,
                        Problem::NotAllowed,
                        format!("is another one in line {line}, of the same product"),
                    );
                }
            }
        }
    }

    pub(super) fn fill_variants(&mut self) -> Result<(), Failure> {
        for number in 0..self.drafts.len() {
            self.fill_bundle(number)?;
        }
        Ok(())
    }

    fn fill_bundle(&mut self, number: usize) -> Result<(), Failure> {
        let Bundle { product, rows, leader } = &mut self.drafts[number];
        if rows.is_empty() {
            return Ok(());
        }
        let names: Vec<String> = leader
            .and_then(|lead| self.rows[lead as usize].attributes.as_ref())
            .map(|attributes| attributes.iter().map(|attribute| attribute.name.clone()).collect())
            .unwrap_or_default();
        // A new product's price is that of its first variant; of a product with one variant it is the product's own.
        let prices: Vec<i64> = rows
            .iter()
            .map(|row| &self.rows[*row as usize])
            .filter(|row| !row.is_refused())
            .filter_map(|row| row.variant_price)
            .collect();
        let only = product.variants.len() == 1;
        if let Some(price) = prices.first().filter(|_| product.old.is_none() || only) {
            let adjustment = product.variants.first().map_or(0, |variant| variant.new.price_adjustment);
            product.new.base_price = if only { (price - adjustment).max(0) } else { *price };
        }
        for variant in &mut product.variants {
            let Some(row) = variant.row.map(|row| &mut self.rows[row as usize]) else { continue };
            if row.is_refused() {
                continue;
            }
            fill_variant(self.mapped, &product.new, product.old.is_some(), variant, row, &names);
            if row.is_refused() {
                continue;
            }
            stock_steps(self.books, self.mapped, variant, row)?;
        }
        archive(product, &mut self.rows);
        drop_refused(&mut self.drafts[number], &self.rows);
        // What is left of the product must stand by itself; a row that breaks it goes, the others are looked at again.
        loop {
            let broken = broken_rows(&self.drafts[number].product, &self.rows);
            if broken.is_empty() {
                break;
            }
            for (row, field, problem, message) in broken {
                self.rows[row as usize].refuse(field, problem, message);
            }
            drop_refused(&mut self.drafts[number], &self.rows);
        }
        Ok(())
    }
}

/// Takes a variant's fields from its row.
fn fill_variant(
    mapped: &Goods,
    product: &ProductState,
    product_is_known: bool,
    variant: &mut VariantDraft,
    row: &mut Row,
    names: &[String],
) {
    let is_new = variant.old.is_none();
    if is_new && row.variant_price.is_none() && row.base_price.is_none() && !product_is_known {
        let field = if mapped.has(ImportField::BasePrice) { ImportField::BasePrice } else { ImportField::VariantPrice };
        row.refuse(field, Problem::Required, "is required for a new product");
        return;
    }
    if let Some(attributes) = row.attributes.clone() {
        let mut named: Vec<Attribute> = Vec::with_capacity(attributes.len());
        for (place, attribute) in attributes.into_iter().enumerate() {
            let name = match (attribute.name.is_empty(), names.get(place).filter(|name| !name.is_empty())) {
                (false, _) => attribute.name,
                (true, Some(name)) => name.clone(),
                (true, None) => "Variation".to_owned(),
            };
            if named.iter().any(|known| fold(&known.name) == fold(&name)) {
                row.refuse(ImportField::AttributeName1, Problem::Duplicate, format!("{name} is there twice"));
                return;
            }
            named.push(Attribute { name, value: attribute.value });
        }
        variant.new.attributes = named;
    }
    if let Some(codes) = &row.barcodes {
        variant.new.barcodes = codes.clone();
    }
    if let Some(adjustment) = row.price_adjustment {
        variant.new.price_adjustment = adjustment;
    }
    if let Some(price) = row.variant_price {
        variant.new.price_adjustment = price - product.base_price;
    }
    if let Some(level) = row.reorder_level {
        variant.new.reorder_level = level;
    }
    if let Some(cost) = row.unit_cost {
        variant.new.last_cost = Some(cost);
    }
}

/// Archives and restores. A variant that the file names without a word about it comes back; a product of which every
/// variant is archived is archived itself.
fn archive(product: &mut ProductDraft, rows: &mut [Row]) {
    let mut whole = product.new.archived;
    for variant in &mut product.variants {
        let Some(row) = variant.row.map(|row| &mut rows[row as usize]).filter(|row| !row.is_refused()) else {
            continue;
        };
        let (product_too, itself) = match row.archived {
            None | Some(Archived::No) => (false, false),
            Some(Archived::Variant) => (false, true),
            Some(Archived::Product) => (true, false),
            Some(Archived::Both) => (true, true),
            // Already so, one way or the other: it stays as it is.
            Some(Archived::Yes) if whole || variant.new.archived => (whole, variant.new.archived),
            Some(Archived::Yes) => (false, true),
        };
        if (product_too || itself) && variant.on_hand_after() > 0 {
            let message = format!("cannot be archived with {} on hand", variant.on_hand_after());
            row.refuse(ImportField::Archived, Problem::NotAllowed, message);
            continue;
        }
        whole = product_too;
        variant.new.archived = itself;
    }
    product.new.archived = whole;
    let all_archived = !product.variants.is_empty() && product.variants.iter().all(|variant| variant.new.archived);
    let asked = product
        .variants
        .iter()
        .filter_map(|variant| variant.row)
        .any(|row| rows.get(row as usize).is_some_and(|row| row.archived == Some(Archived::Yes)));
    if all_archived && asked && !whole {
        // "Yes" for every variant means the product.
        product.new.archived = true;
        for variant in &mut product.variants {
            variant.new.archived = variant.old.as_ref().is_some_and(|old| old.archived);
        }
    }
}

/// Puts what refused rows touched back as it was. A product that the store has keeps its own fields where no row that
/// goes in tells them.
pub(super) fn drop_refused(bundle: &mut Bundle, rows: &[Row]) {
    let Bundle { product, rows: of_product, leader } = bundle;
    let is_refused = |row: u32| rows[row as usize].is_refused();
    let refused = |variant: &VariantDraft| variant.row.is_some_and(is_refused);
    for variant in &mut product.variants {
        if refused(variant) {
            variant.steps.clear();
            if let Some(old) = &variant.old {
                variant.new = old.clone();
            }
        }
    }
    product.variants.retain(|variant| variant.old.is_some() || !refused(variant));
    let Some(old) = &product.old else { return };
    if of_product.iter().all(|row| is_refused(*row)) {
        product.new = old.clone();
    } else if leader.is_some_and(is_refused)
        && !of_product.iter().any(|row| !is_refused(*row) && rows[*row as usize].name.is_some())
    {
        product.new = ProductState { archived: product.new.archived, ..old.clone() };
    }
}

type Broken = (u32, ImportField, Problem, String);

/// The rows that make a product one that cannot be.
fn broken_rows(product: &ProductDraft, rows: &[Row]) -> Vec<Broken> {
    let mut broken: Vec<Broken> = Vec::new();
    let mut seen: BTreeSet<Vec<(String, String)>> = BTreeSet::new();
    let active = product.variants.iter().filter(|variant| !variant.new.archived).count();
    // Variants that stay as they are come first: a row gives way to them.
    let (kept, named): (Vec<&VariantDraft>, Vec<&VariantDraft>) =
        product.variants.iter().partition(|variant| variant.old.as_ref() == Some(&variant.new));
    for (place, variant) in kept.into_iter().chain(named).enumerate() {
        let row = variant.row.filter(|row| !rows[*row as usize].is_refused());
        let price = product.new.base_price + variant.new.price_adjustment;
        if !(0..=MAX_MINOR).contains(&price) {
            let field = match row.map(|row| &rows[row as usize]) {
                Some(row) if row.price_adjustment.is_some() => ImportField::PriceAdjustment,
                Some(row) if row.variant_price.is_some() => ImportField::VariantPrice,
                Some(_) | None => ImportField::BasePrice,
            };
            let row = row.or_else(|| {
                product.variants.iter().filter_map(|other| other.row).find(|row| !rows[*row as usize].is_refused())
            });
            if let Some(row) = row {
                broken.push((
                    row,
                    field,
                    Problem::TooSmall,
                    "makes a price that cannot be, with the adjustment".to_owned(),
                ));
            }
        }
        if variant.old.is_none()
            && place >= MAX_VARIANTS
            && let Some(row) = row
        {
            broken.push((
                row,
                ImportField::Sku,
                Problem::TooLarge,
                format!("is beyond the {MAX_VARIANTS} variants of one product"),
            ));
        }
        if active < 2 || variant.new.archived {
            continue;
        }
        let mut key: Vec<(String, String)> =
            variant.new.attributes.iter().map(|attribute| (fold(&attribute.name), fold(&attribute.value))).collect();
        key.sort();
        let empty = key.is_empty();
        if (!seen.insert(key) || empty)
            && let Some(row) = row
        {
            let message = if empty {
                "is required: the product has several variants"
            } else {
                "is that of another variant of the product"
            };
            let problem = if empty { Problem::Required } else { Problem::Duplicate };
            broken.push((row, ImportField::AttributeValue1, problem, message.to_owned()));
        }
    }
    broken
}
