//! Whose barcodes are whose once the file is in.

use super::Draft;
use super::fill::drop_refused;
use crate::kernel::{Failure, ImportField, Problem, VariantId};
use std::collections::HashSet;

impl Draft<'_> {
    /// A barcode names one active variant, whatever else the file changes.
    pub(super) fn settle_barcodes(&mut self) -> Result<(), Failure> {
        loop {
            let mut refused: Vec<(u32, String)> = Vec::new();
            let mut bundles: HashSet<usize> = HashSet::new();
            for (number, bundle) in self.drafts.iter().enumerate() {
                for variant in &bundle.product.variants {
                    let Some(row) = variant.row else { continue };
                    let was_active = bundle.product.old.as_ref().is_some_and(|old| !old.archived)
                        && variant.old.as_ref().is_some_and(|old| !old.archived);
                    if bundle.product.new.archived || variant.new.archived || self.rows[row as usize].is_refused() {
                        continue;
                    }
                    let had = variant.old.as_ref().filter(|_| was_active).map_or(&[][..], |old| &old.barcodes);
                    for code in variant.new.barcodes.iter().filter(|code| !had.contains(code)) {
                        if let Some(name) = self.taken_by_another(code, variant.id)? {
                            refused.push((row, format!("{code} belongs to {name}")));
                            bundles.insert(number);
                        }
                    }
                }
            }
            if refused.is_empty() {
                return Ok(());
            }
            for (row, message) in refused {
                self.rows[row as usize].refuse(ImportField::Barcode, Problem::Duplicate, message);
            }
            for bundle in bundles {
                drop_refused(&mut self.drafts[bundle], &self.rows);
            }
        }
    }

    /// Whose a barcode would be in the store after the import, other than this variant's.
    fn taken_by_another(&self, code: &str, own: VariantId) -> Result<Option<String>, Failure> {
        let owner: Option<(VariantId, String)> = self.books.find(
            "SELECT variant.id, product.name || ' (' || variant.sku || ')'
             FROM barcode
             JOIN variant ON variant.id = barcode.variant_id
             JOIN product ON product.id = variant.product_id
             WHERE barcode.code = ?1 AND barcode.active = 1",
            [code],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let Some((owner, name)) = owner.filter(|(owner, _)| *owner != own) else { return Ok(None) };
        let kept = match self.by_variant.get(&owner) {
            None => true,
            Some((bundle, variant)) => {
                let product = &self.drafts[*bundle as usize].product;
                let variant = &product.variants[*variant as usize];
                !product.new.archived
                    && !variant.new.archived
                    && variant.new.barcodes.iter().any(|known| **known == *code)
            }
        };
        Ok(kept.then_some(name))
    }
}
