//! Products and variants as requests give them, read once, with every problem of every field.

use super::store::Attribute;
use crate::db::Uow;
use crate::kernel::money::MAX_MINOR;
use crate::kernel::text::{MAX_CODE, MAX_NAME, MAX_NOTE, fold};
use crate::kernel::{Fields, MAX_QUANTITY, Minor, Money, Problem};
use std::collections::BTreeSet;

/// The most barcodes of one variant.
const MAX_BARCODES: usize = 20;
/// The most attributes of one variant.
const MAX_ATTRIBUTES: usize = 10;
/// The longest name of an attribute, in characters.
const MAX_ATTRIBUTE_NAME: usize = 60;
/// The longest value of an attribute, in characters.
const MAX_ATTRIBUTE_VALUE: usize = 120;
/// The longest unit label, in characters.
const MAX_UNIT: usize = 20;

pub(super) fn name(fields: &mut Fields, name: &str) -> String {
    fields.required("name", name, MAX_NAME)
}

pub(super) fn description(fields: &mut Fields, description: &str) -> String {
    fields.text("description", description, MAX_NOTE)
}

pub(super) fn unit(fields: &mut Fields, unit: &str) -> String {
    fields.line("unit", unit, MAX_UNIT)
}

/// In basis points.
pub(super) fn tax_rate(fields: &mut Fields, rate: i64) -> i64 {
    fields.range("taxRateBp", rate, 0, 10_000)
}

pub(super) fn reorder_level(fields: &mut Fields, at: &str, level: i64) -> i64 {
    fields.range(&format!("{at}reorderLevel"), level, 0, MAX_QUANTITY)
}

pub(super) fn sku(fields: &mut Fields, at: &str, sku: &str) -> String {
    fields.required(&format!("{at}sku"), sku, MAX_CODE)
}

pub(super) fn barcodes(fields: &mut Fields, at: &str, given: &[String]) -> Vec<String> {
    let mut barcodes: Vec<String> = Vec::new();
    for (index, code) in given.iter().enumerate().take(MAX_BARCODES + 1) {
        let field = format!("{at}barcodes[{index}]");
        let code = fields.required(&field, code, MAX_CODE);
        if barcodes.contains(&code) {
            fields.add(&field, Problem::Duplicate, None);
        }
        barcodes.push(code);
    }
    if given.len() > MAX_BARCODES {
        fields.add(&format!("{at}barcodes"), Problem::TooLarge, i64::try_from(MAX_BARCODES).ok());
    }
    barcodes
}

pub(super) fn attributes(fields: &mut Fields, at: &str, given: &[Attribute]) -> Vec<Attribute> {
    let mut attributes: Vec<Attribute> = Vec::new();
    for (index, attribute) in given.iter().enumerate().take(MAX_ATTRIBUTES + 1) {
        let field = format!("{at}attributes[{index}].name");
        let name = fields.required(&field, &attribute.name, MAX_ATTRIBUTE_NAME);
        if attributes.iter().any(|known| fold(&known.name) == fold(&name)) {
            fields.add(&field, Problem::Duplicate, None);
        }
        let value = fields.required(&format!("{at}attributes[{index}].value"), &attribute.value, MAX_ATTRIBUTE_VALUE);
        attributes.push(Attribute { name, value });
    }
    if given.len() > MAX_ATTRIBUTES {
        fields.add(&format!("{at}attributes"), Problem::TooLarge, i64::try_from(MAX_ATTRIBUTES).ok());
    }
    attributes
}

pub(super) fn price_adjustment(uow: &Uow<'_>, fields: &mut Fields, at: &str, given: Money) -> Minor {
    uow.rules.currency.signed_minor(&format!("{at}priceAdjustment"), given, fields)
}

/// A variant's price is an amount like every other.
pub(super) fn check_price(fields: &mut Fields, field: &str, base: Minor, adjustment: Minor) {
    match base.0 + adjustment.0 {
        ..0 => fields.add(field, Problem::TooSmall, Some(-base.0)),
        price if price > MAX_MINOR => fields.add(field, Problem::TooLarge, Some(MAX_MINOR - base.0)),
        _ => {}
    }
}

/// As people call a variant: "M / Red".
pub fn label(attributes: &[Attribute]) -> String {
    attributes.iter().map(|attribute| attribute.value.as_str()).collect::<Vec<_>>().join(" / ")
}

/// Several variants that are sold side by side must be told apart by their attributes.
pub(super) fn check_distinct<'a>(fields: &mut Fields, variants: impl Iterator<Item = (String, &'a [Attribute])>) {
    let variants: Vec<_> = variants.collect();
    if variants.len() < 2 {
        return;
    }
    let mut seen = BTreeSet::new();
    for (at, attributes) in variants {
        let field = format!("{at}attributes");
        let folded: BTreeSet<(String, String)> =
            attributes.iter().map(|attribute| (fold(&attribute.name), fold(&attribute.value))).collect();
        if folded.is_empty() {
            fields.add(&field, Problem::Required, None);
        } else if !seen.insert(folded) {
            fields.add(&field, Problem::Duplicate, None);
        }
    }
}
