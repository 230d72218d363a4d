//! What a variant is found by, and the index over it.
//!
//! The index keeps every three characters in a row ("trigram") of a variant's text. Its words are not kept in order,
//! so what it finds is held against the text itself. A category is in the text by a mark of three characters that no
//! person types, one for each category from the root down: a new name of a category needs no new index, and only a
//! subtree that is moved is indexed again.

use crate::db::{Conditions, Snapshot, Uow};
use crate::kernel::text::fold;
use crate::kernel::{CategoryId, Failure, ProductId, Refusal};
use rusqlite::named_params;

/// The migration that brought the index.
pub const SEARCH_SINCE: i64 = 2;

/// Begins a category's mark; its number follows in two characters of the private use area.
const MARK: char = '\u{f8ff}';
/// The first of the characters that stand for the digits of a number.
const DIGITS: u32 = 0xe000;
/// How many digits there are: two of them number 16 million categories.
const BASE: u32 = 4096;

/// What stands in the index for a category: exactly one trigram.
pub(super) fn mark(row_no: i64) -> String {
    let number = u32::try_from(row_no).unwrap_or(0) % (BASE * BASE);
    let digit = |digit: u32| char::from_u32(DIGITS + digit).unwrap_or(MARK);
    [MARK, digit(number / BASE), digit(number % BASE)].iter().collect()
}

/// What a variant is found by, one thing a line, folded. The statement joins `variant`, `product` and `category`.
pub const TEXT: &str = "variant.name_folded || char(10) || variant.sku_folded || char(10) || fold(variant.label)
  || char(10) || fold(product.description) || char(10) || coalesce(category.path_folded, '')";

/// As [`TEXT`], with the marks of the categories in place of their names. Ends with a line break, so that each two
/// characters of it begin a trigram.
const INDEXED: &str = "variant.name_folded || char(10) || variant.sku_folded || char(10) || fold(variant.label)
  || char(10) || fold(product.description) || char(10) || coalesce(category.marks, '') || char(10)";

/// Which variants changed, or belong to something that did.
#[derive(Debug, Clone, Copy)]
pub enum Which {
    All,
    Product(ProductId),
    /// In this category or below it.
    Within(CategoryId),
    /// From this `variant.seq` on: many that were just added.
    Since(i64),
}

impl Which {
    /// A condition on `variant`.
    fn sql(self) -> &'static str {
        match self {
            Which::All => "(:which IS NULL)",
            Which::Product(_) => "variant.product_id = :which",
            Which::Within(_) => {
                "variant.product_id IN (
                   SELECT product.id FROM product WHERE product.category_id IN (
                     WITH RECURSIVE within (id) AS (
                       SELECT :which UNION SELECT category.id FROM category JOIN within ON category.parent_id = within.id)
                     SELECT id FROM within))"
            }
            Which::Since(_) => "variant.row_no >= :which",
        }
    }

    fn value(self) -> Box<dyn rusqlite::ToSql> {
        match self {
            Which::All => Box::new(rusqlite::types::Null),
            Which::Product(id) => Box::new(id),
            Which::Within(id) => Box::new(id),
            Which::Since(seq) => Box::new(seq),
        }
    }
}

/// Brings what follows from a product to its variants and their barcodes, and the index up to date. Called after
/// every change of the catalogue; set-wise, so that an import calls it once.
pub fn reindex(uow: &mut Uow<'_>, which: Which) -> Result<(), Failure> {
    reindex_where(uow, which.sql(), &*which.value())
}

/// As [`reindex`], for the variants for which a condition holds, which may name one value `:which`.
pub fn reindex_where(uow: &mut Uow<'_>, condition: &str, which: &dyn rusqlite::ToSql) -> Result<(), Failure> {
    uow.change(
        &format!(
            "UPDATE variant
             SET name_folded = product.name_folded,
                 price = product.base_price + variant.price_adjustment,
                 active = product.archived_at IS NULL AND variant.archived_at IS NULL
             FROM product
             WHERE product.id = variant.product_id
               AND {condition}
               AND (variant.name_folded, variant.price, variant.active)
                   IS NOT (product.name_folded, product.base_price + variant.price_adjustment,
                           product.archived_at IS NULL AND variant.archived_at IS NULL)"
        ),
        named_params! { ":which": which },
    )?;
    // What is archived gives way before what is restored takes its place.
    for active in [false, true] {
        uow.change(
            &format!(
                "UPDATE barcode
                 SET active = :active
                 FROM variant
                 WHERE barcode.variant_id = variant.id
                   AND barcode.active = NOT :active
                   AND variant.active = :active
                   AND {condition}"
            ),
            named_params! { ":which": which, ":active": active },
        )?;
    }
    uow.change(
        &format!(
            "INSERT OR REPLACE INTO variant_search (rowid, text)
             SELECT variant.row_no, {INDEXED}
             FROM variant
             JOIN product ON product.id = variant.product_id
             LEFT JOIN category ON category.id = product.category_id
             WHERE {condition}"
        ),
        named_params! { ":which": which },
    )?;
    Ok(())
}

/// Takes a product that is about to be deleted out of the index.
pub(super) fn forget(uow: &mut Uow<'_>, id: ProductId) -> Result<(), Failure> {
    uow.change("DELETE FROM variant_search WHERE rowid IN (SELECT row_no FROM variant WHERE product_id = ?1)", [id])?;
    Ok(())
}

/// Fills the index anew.
pub fn rebuild_search(uow: &mut Uow<'_>) -> Result<(), Failure> {
    uow.change("INSERT INTO variant_search (variant_search) VALUES ('delete-all')", [])?;
    reindex(uow, Which::All)
}

// ---- what a person looks for ---------------------------------------------------------------------------

/// So many hits are fetched and sorted; more are met while walking along the order asked for.
pub const FEW: i64 = 3_000;
/// The most trigrams of one word that are looked up: what they find is held against the text anyhow.
const MAX_GRAMS: usize = 12;
/// The most trigrams that begin with a short word, or categories that contain a word, and are still looked up.
const MAX_CHOICES: usize = 200;

/// A text and a category that are looked for, and how the index says it.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// The words, folded, one a line; each must be part of the text.
    words: String,
    /// The words that are whole barcodes, as they were typed, and the words without them.
    codes: Vec<String>,
    words_beside_codes: String,
    /// The mark of the category that is looked in.
    mark: Option<String>,
    /// As FTS5 reads it; none where the index cannot help.
    matching: Option<String>,
    /// How many variants the index finds, at most one more than [`FEW`].
    found: i64,
}

impl Search {
    /// Reads a text and a category, and asks the index how much there is.
    pub fn plan(books: &Snapshot<'_>, text: &str, category_id: Option<CategoryId>) -> Result<Search, Failure> {
        let mut search = Search::default();
        let mut needs = Vec::new();
        if let Some(id) = category_id {
            let row_no = books
                .find("SELECT row_no FROM category WHERE id = ?1", [id], |row| row.get(0))?
                .ok_or_else(|| Failure::from(Refusal::not_found("category", id)))?;
            let mark = mark(row_no);
            needs.push(quoted(&mark));
            search.mark = Some(mark);
        }
        if !text.is_empty() {
            search.codes = codes(books, text)?;
            let typed: Vec<&str> = text.split_whitespace().collect();
            let words = distinct(&typed);
            let beside = if search.codes.iter().any(|code| code == text) {
                Vec::new()
            } else {
                let rest: Vec<&str> =
                    typed.iter().copied().filter(|word| !search.codes.iter().any(|code| code == word)).collect();
                distinct(&rest)
            };
            search.words_beside_codes = beside.join("\n");
            needs.extend(words_as_needs(books, &words)?);
            search.words = words.join("\n");
        }
        if !needs.is_empty() {
            search.matching = Some(needs.join(" AND "));
            search.found = books.one(
                &format!("SELECT count(*) FROM (SELECT 1 FROM ({HITS}) LIMIT {})", FEW + 1),
                named_params! { ":matching": search.matching, ":codes": search.codes_json()? },
                |row| row.get(0),
            )?;
        }
        Ok(search)
    }

    /// The index finds so few that they are best fetched and sorted. False also where it cannot help.
    pub fn finds_few(&self) -> bool {
        self.matching.is_some() && self.found <= FEW
    }

    /// A statement that gives the `row_no` of every variant that may fit, where the index can help.
    pub fn hits(&self) -> Option<&'static str> {
        self.matching.as_ref().map(|_| HITS)
    }

    /// Binds what [`Search::hits`] names.
    pub fn bind_hits(&self, conditions: &mut Conditions) -> Result<(), Failure> {
        if self.matching.is_some() {
            conditions.bind(":matching", self.matching.clone());
            conditions.bind(":codes", self.codes_json()?);
        }
        Ok(())
    }

    /// What every variant is held against, found by the index or not.
    pub fn check(&self, conditions: &mut Conditions) -> Result<(), Failure> {
        if !self.words.is_empty() {
            if self.codes.is_empty() {
                conditions.and_with(format!("holds_all({TEXT}, :words)"), ":words", self.words.clone());
            } else {
                conditions.and_with(
                    format!(
                        "(holds_all({TEXT}, :words)
                          OR (EXISTS (SELECT 1 FROM barcode
                                      WHERE variant_id = variant.id AND code IN (SELECT value FROM json_each(:codes)))
                              AND holds_all({TEXT}, :words_beside_codes)))"
                    ),
                    ":words",
                    self.words.clone(),
                );
                conditions.bind(":words_beside_codes", self.words_beside_codes.clone());
                if self.matching.is_none() {
                    conditions.bind(":codes", self.codes_json()?);
                }
            }
        }
        if let Some(mark) = &self.mark {
            conditions.and_with("instr(category.marks, :mark) > 0", ":mark", mark.clone());
        }
        Ok(())
    }

    fn codes_json(&self) -> Result<String, Failure> {
        Ok(serde_json::to_string(&self.codes)?)
    }
}

const HITS: &str = "SELECT rowid AS row_no FROM variant_search WHERE variant_search MATCH :matching
  UNION ALL
  SELECT variant.row_no FROM barcode JOIN variant ON variant.id = barcode.variant_id
  WHERE barcode.code IN (SELECT value FROM json_each(:codes))";

/// The words folded, without those that are part of another.
fn distinct(typed: &[&str]) -> Vec<String> {
    let folded: Vec<String> = typed.iter().map(|word| fold(word)).filter(|word| !word.is_empty()).collect();
    let mut words: Vec<String> = Vec::new();
    for (place, word) in folded.iter().enumerate() {
        let implied = folded.iter().enumerate().any(|(other_place, other)| {
            other.contains(word.as_str()) && (other.len() > word.len() || other_place < place)
        });
        if !implied {
            words.push(word.clone());
        }
    }
    words
}

/// The text, or the words of it, that are barcodes.
fn codes(books: &Snapshot<'_>, text: &str) -> Result<Vec<String>, Failure> {
    let mut typed: Vec<&str> = text.split_whitespace().collect();
    typed.push(text);
    books.rows(
        "SELECT DISTINCT code FROM barcode WHERE code IN (SELECT value FROM json_each(?1))",
        [serde_json::to_string(&typed)?],
        |row| row.get(0),
    )
}

/// One trigram as FTS5 reads it.
fn quoted(gram: &str) -> String {
    format!("\"{}\"", gram.replace('"', "\"\""))
}

/// What the index must hold for each word, where it can tell: the trigrams of the word, or the mark of a category
/// whose name has it.
fn words_as_needs(books: &Snapshot<'_>, words: &[String]) -> Result<Vec<String>, Failure> {
    let categories: Vec<(usize, i64)> = books.rows(
        "SELECT word.key, category.row_no
         FROM json_each(?1) AS word
         CROSS JOIN category ON instr(category.name_folded, word.value) > 0",
        [serde_json::to_string(words)?],
        |row| Ok((usize::try_from(row.get::<_, i64>(0)?).unwrap_or(usize::MAX), row.get(1)?)),
    )?;
    let mut needs = Vec::new();
    for (place, word) in words.iter().enumerate() {
        let marks: Vec<String> =
            categories.iter().filter(|(of, _)| *of == place).map(|(_, row_no)| quoted(&mark(*row_no))).collect();
        let characters: Vec<char> = word.chars().collect();
        let mut choices = if characters.len() >= 3 {
            let grams = characters.windows(3).take(MAX_GRAMS).map(|gram| quoted(&gram.iter().collect::<String>()));
            vec![format!("({})", grams.collect::<Vec<_>>().join(" AND "))]
        } else {
            match beginning_with(books, word)? {
                Some(grams) => grams.iter().map(|gram| quoted(gram)).collect(),
                None => continue,
            }
        };
        choices.extend(marks);
        match choices.len() {
            // Nothing in the store has these letters: a trigram that never is.
            0 => needs.push(quoted(&[MARK; 3].iter().collect::<String>())),
            ..=MAX_CHOICES => needs.push(format!("({})", choices.join(" OR "))),
            _ => {}
        }
    }
    Ok(needs)
}

/// The trigrams that begin with a word of one or two characters; none where there are many.
fn beginning_with(books: &Snapshot<'_>, word: &str) -> Result<Option<Vec<String>>, Failure> {
    let mut grams: Vec<String> = Vec::new();
    let mut variants: i64 = 0;
    let mut statement =
        books.conn.prepare_cached("SELECT term, doc FROM variant_search_word WHERE term >= ?1 AND term <= ?2")?;
    let mut rows = statement.query((word, format!("{word}{}", char::MAX)))?;
    while let Some(row) = rows.next()? {
        grams.push(row.get(0)?);
        variants += row.get::<_, i64>(1)?;
        if grams.len() > MAX_CHOICES || variants > 2 * FEW {
            return Ok(None);
        }
    }
    Ok(Some(grams))
}
