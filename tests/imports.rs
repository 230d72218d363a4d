//! Goods from files: what a file does is seen before it is done, a row that cannot go in stops no other, and a file as
//! a whole is taken or refused with the reason.

mod support;

use serde_json::{Value, json};
use std::fs;
use support::Shop;

/// Puts a file before the store, as a person who chooses it does.
fn open(shop: &Shop, bytes: impl AsRef<[u8]>) -> Value {
    shop.call("import_open", source(shop, bytes)).done()
}

fn source(shop: &Shop, bytes: impl AsRef<[u8]>) -> Value {
    let path = shop.folder().join("goods.csv");
    fs::write(&path, bytes).expect("a file");
    json!({ "source": shop.core.grant_destination(path).expect("a place") })
}

/// The dry run of a file as its columns are understood.
fn check(shop: &Shop, file: &Value) -> Value {
    shop.call("import_check", json!({ "importId": file["importId"], "mapping": file["mapping"] })).done()
}

fn rows(shop: &Shop, file: &Value) -> Vec<Value> {
    let request = json!({ "importId": file["importId"], "filter": "all", "from": 0, "limit": 200 });
    shop.call("import_rows", request).done()["rows"].as_array().expect("rows").clone()
}

/// A row's refused cells, as `field problem`.
fn problems(row: &Value) -> Vec<String> {
    let cells = row["cells"].as_array().expect("cells");
    let refused = cells.iter().filter(|cell| !cell["problem"].is_null());
    refused.map(|cell| format!("{} {}", cell["field"], cell["problem"]).replace('"', "")).collect()
}

#[test]
fn a_plain_file_is_seen_before_it_is_taken() {
    let shop = Shop::open();
    let file =
        open(&shop, "SKU,Name,Price,Category\nT-1,Green tea,4.50,Drinks > Tea\nT-2,Black tea,abc,Drinks > Tea\n");
    assert_eq!((&file["encoding"], &file["delimiter"]), (&json!("utf8"), &json!(",")));
    assert_eq!((&file["rows"], &file["hasHeader"], &file["preset"]), (&json!(2), &json!(true), &Value::Null));
    let before = shop.everything();
    let told = check(&shop, &file);
    assert_eq!((&told["added"], &told["refused"], &told["cells"]), (&json!(1), &json!(1), &json!(1)));
    assert_eq!(told["newCategories"], json!([["Drinks"], ["Drinks", "Tea"]]));
    let rows = rows(&shop, &file);
    assert_eq!((&rows[0]["row"], &rows[0]["result"], &rows[0]["sku"]), (&json!(2), &json!("added"), &json!("T-1")));
    assert_eq!(
        (&rows[1]["result"], problems(&rows[1])),
        (&json!("refused"), vec!["variantPrice malformed".to_owned()])
    );
    shop.nothing_changed_since(&before, "a dry run");
}

#[test]
fn a_file_that_is_none_is_refused_as_a_whole() {
    let shop = Shop::open();
    let wide = format!("{}\n", vec!["c"; 10_000].join(","));
    let endless = format!("SKU,Name\nT-1,\"{}", "x\n".repeat(2 << 20));
    for (what, bytes, problem, row) in [
        ("empty", Vec::new(), "empty", Value::Null),
        ("blank lines", b"\n\r\n\n".to_vec(), "empty", Value::Null),
        ("no names", b",,,\nT-1,Tea,1,2\n".to_vec(), "no_header", json!(1)),
        ("a quote left open", b"SKU,Name\nT-1,Tea\nT-2,\"Te\na".to_vec(), "unclosed_quote", json!(3)),
        ("a quote that never ends", endless.into_bytes(), "unclosed_quote", json!(2)),
        ("ten thousand columns", wide.into_bytes(), "too_many_columns", json!(1)),
        ("a spreadsheet", b"PK\x03\x04\x14\x00\x06\x00".to_vec(), "binary", Value::Null),
        ("a picture", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR".to_vec(), "binary", Value::Null),
        ("control characters", b"SKU,Name\nT-1,\x01\x02\n".to_vec(), "binary", Value::Null),
    ] {
        let refusal = shop.refuses("IMPORT_FILE_REFUSED", "import_open", source(&shop, bytes));
        assert_eq!((&refusal["problem"], &refusal["row"]), (&json!(problem), &row), "{what}: {refusal}");
    }
    // A file of 1 GB is refused by its size: it has not a byte on the disk.
    let path = shop.folder().join("large.csv");
    fs::File::create(&path).and_then(|file| file.set_len(1 << 30)).expect("a sparse file");
    let large = json!({ "source": shop.core.grant_destination(path).expect("a place") });
    assert_eq!(shop.refuses("IMPORT_FILE_REFUSED", "import_open", large)["problem"], "too_large");
}

#[test]
fn letters_and_cells_are_found_out() {
    let shop = Shop::open();
    let text = "SKU;Name;Price\r\nK-1;Käse, alt;1.234,50\r\nK-2;\"Größe \"\"L\"\"\r\nzwei\";2,00\r\n";
    let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let with_mark = |mark: &[u8], bytes: Vec<u8>| [mark.to_vec(), bytes].concat();
    let windows = text.chars().map(|c| u8::try_from(u32::from(c)).expect("a letter of the west")).collect::<Vec<u8>>();
    for (encoding, bytes) in [
        ("utf8", text.as_bytes().to_vec()),
        ("utf8_bom", with_mark(&[0xEF, 0xBB, 0xBF], text.as_bytes().to_vec())),
        ("utf16le", with_mark(&[0xFF, 0xFE], utf16(u16::to_le_bytes))),
        ("utf16be", with_mark(&[0xFE, 0xFF], utf16(u16::to_be_bytes))),
        ("utf16le", utf16(u16::to_le_bytes)),
        ("windows1252", windows),
    ] {
        let file = open(&shop, bytes);
        assert_eq!((&file["encoding"], &file["delimiter"]), (&json!(encoding), &json!(";")));
        let told = check(&shop, &file);
        assert_eq!((&told["added"], &told["refused"]), (&json!(1), &json!(1)), "{encoding}");
        let rows = rows(&shop, &file);
        assert_eq!((&rows[0]["name"], &rows[1]["row"]), (&json!("Käse, alt"), &json!(3)), "{encoding}");
        assert_eq!(problems(&rows[1]), ["name malformed"], "a name is one line");
    }
    for (delimiter, shown) in [(',', ","), (';', ";"), ('\t', "tab"), ('|', "|")] {
        let text = "SKU@Name@Price\nT-1@Tea@1\nT-2@Coffee@2\n".replace('@', &delimiter.to_string());
        let file = open(&shop, text);
        assert_eq!((&file["delimiter"], &file["columns"][2]["name"]), (&json!(shown), &json!("Price")));
    }
    let old = open(&shop, "SKU,Name,Price\rT-1,Tea,1\rT-2,Coffee,2\r");
    assert_eq!(old["rows"], 2, "lines that end with a bare CR");
    let bare = open(&shop, "4011,Bananas,1.20\n4012,Oranges,2.20\n");
    assert_eq!(
        (&bare["hasHeader"], &bare["rows"], &bare["columns"][0]["name"]),
        (&json!(false), &json!(2), &json!("Column 1"))
    );
}

fn apply(shop: &Shop, file: &Value) -> Value {
    let told = shop.call("import_apply", json!({ "importId": file["importId"] })).done();
    shop.doctor();
    told
}

/// Reads a file as its columns are understood, with what its stock column means, and applies it.
fn import(shop: &Shop, bytes: impl AsRef<[u8]>, stock: &str) -> (Value, Value) {
    let mut file = open(shop, bytes);
    file["mapping"]["stock"] = json!(stock);
    let told = check(shop, &file);
    (apply(shop, &file), told)
}

fn stock_rows(shop: &Shop) -> Vec<Value> {
    shop.all_pages("stock_list", &json!({ "sort": "sku" }), 200)
}

#[test]
fn what_was_seen_is_what_is_done_in_one_batch() {
    let shop = Shop::open();
    let text = "SKU,Name,Price,Category,Barcode,Stock,Cost\n\
                T-1,Green tea,4.50,Drinks > Tea,4011,10,2.00\n\
                T-2,Black tea,3.50,Drinks > Tea,4012,5,\n\
                C-1,Coffee,9.00,Drinks,,,\n";
    let file = open(&shop, text);
    let unsaid = json!({ "importId": file["importId"], "mapping": file["mapping"] });
    let refusal = shop.refuses("VALIDATION", "import_check", unsaid);
    assert_eq!(refusal["fields"][0]["field"], "mapping.stock", "what a foreign file's units mean has to be said");
    let (told, seen) = import(&shop, text, "set");
    assert_eq!((&told["added"], &told["units"], &told["categories"]), (&json!(3), &json!(15), &json!(2)));
    assert_eq!((&seen["unitsAfter"], &seen["valueAfter"]), (&json!(15), &json!("62.50")));
    let rows = stock_rows(&shop);
    let shown: Vec<Value> = rows
        .iter()
        .map(|row| json!([row["sku"], row["name"], row["categoryPath"], row["onHand"], row["price"], row["lastCost"]]))
        .collect();
    assert_eq!(
        shown,
        [
            json!(["C-1", "Coffee", ["Drinks"], 0, "9.00", null]),
            json!(["T-1", "Green tea", ["Drinks", "Tea"], 10, "4.50", "2.00"]),
            json!(["T-2", "Black tea", ["Drinks", "Tea"], 5, "3.50", null]),
        ]
    );
    assert_eq!(
        shop.number("SELECT count(*) FROM audit_entry WHERE batch_id IS NOT NULL AND object_type = 'product'"),
        3
    );
    assert_eq!(shop.call("product_find", json!({ "code": "4012" })).done()["match"]["sku"], "T-2");
    let again = open(&shop, text);
    let mut again_set = again.clone();
    again_set["mapping"]["stock"] = json!("set");
    let told = check(&shop, &again_set);
    assert_eq!((&told["unchanged"], &told["refused"]), (&json!(3), &json!(0)), "{told}");
    assert_eq!(
        shop.all_pages("stock_list", &json!({ "text": "green drinks" }), 10).len(),
        1,
        "it is found by its words"
    );
}
