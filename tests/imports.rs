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
    json!({ "source": shop.core.grant_source(path).expect("a place") })
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
    assert_eq!(told["goods"]["newCategories"], json!([["Drinks"], ["Drinks", "Tea"]]));
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
    let large = json!({ "source": shop.core.grant_source(path).expect("a place") });
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
    assert_eq!((&seen["goods"]["unitsAfter"], &seen["goods"]["valueAfter"]), (&json!(15), &json!("62.50")));
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

fn sample(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/imports").join(name);
    fs::read(path).expect("a sample")
}

/// Each variant as it stands in the store.
fn goods(shop: &Shop) -> Vec<String> {
    let shown = |row: &Value| {
        let path: Vec<&str> =
            row["categoryPath"].as_array().expect("a path").iter().filter_map(Value::as_str).collect();
        let text = |field: &str| row[field].as_str().unwrap_or("-").to_owned();
        format!(
            "{}: {} [{}] {} at {} cost {} in {}",
            text("sku"),
            text("name"),
            text("label"),
            row["onHand"],
            text("price"),
            text("lastCost"),
            path.join(" > ")
        )
    };
    stock_rows(shop).iter().map(shown).collect()
}

#[test]
fn the_layouts_of_vendors_become_products_with_variants() {
    for (name, preset, expected, refused) in [
        (
            "shopify.csv",
            "shopify",
            vec![
                "MUG-1: Tea mug [] 12 at 12.50 cost 4.10 in Home > Kitchen",
                "WJ-L-NAV: Wool jumper [L / Navy] 0 at 84.00 cost 33.00 in Apparel > Jumpers",
                "WJ-M-NAV: Wool jumper [M / Navy] 7 at 79.00 cost 31.50 in Apparel > Jumpers",
                "WJ-S-NAV: Wool jumper [S / Navy] 4 at 79.00 cost 31.50 in Apparel > Jumpers",
            ],
            0,
        ),
        (
            "woocommerce.csv",
            "woocommerce",
            vec![
                "CAP: Cap [] 3 at 15.00 cost - in Clothing",
                "TSHIRT-M: Logo T-shirt [M] 8 at 19.50 cost - in Clothing > T-shirts",
                "TSHIRT-S: Logo T-shirt [S] 5 at 18.00 cost - in Clothing > T-shirts",
            ],
            1,
        ),
        (
            "square.csv",
            "square",
            vec![
                "FP-1: Filter papers [] 40 at 3.20 cost - in Accessories",
                "HB-1000: House blend [1 kg] 3 at 29.00 cost 14.00 in Coffee",
                "HB-250: House blend [250 g] 14 at 8.50 cost 4.00 in Coffee",
            ],
            0,
        ),
    ] {
        let shop = Shop::open();
        let mut file = open(&shop, sample(name));
        assert_eq!(file["preset"], preset);
        file["mapping"]["stock"] = json!("set");
        let told = check(&shop, &file);
        assert_eq!(told["refused"], json!(refused), "{name}: {:#?}", rows(&shop, &file));
        apply(&shop, &file);
        assert_eq!(goods(&shop), expected, "{name}");
        let again = check(&shop, &file);
        assert_eq!((&again["added"], &again["changed"]), (&json!(0), &json!(0)), "{name}: {:#?}", rows(&shop, &file));
    }
}

/// Writes the products that the list shows, and gives the file's bytes.
fn export(shop: &Shop, filter: &Value) -> Vec<u8> {
    let place = shop.folder().join("products.csv");
    let destination = shop.core.grant_destination(place.clone()).expect("a place");
    shop.call("products_export", json!({ "filter": filter, "sort": "name", "destination": destination })).done();
    fs::read(place).expect("the export")
}

/// A catalogue with everything in it that a file could lose.
fn furnish(shop: &Shop) {
    let variants = json!([
        { "sku": "=S-1", "barcodes": ["4011", "-4012"], "attributes": [{ "name": "Size", "value": "S" }], "priceAdjustment": "-1.50" },
        { "sku": "S-2", "attributes": [
            { "name": "Size", "value": "M" }, { "name": "Colour", "value": "'red" }, { "name": "Cut", "value": "x" },
            { "name": "A=B\\", "value": "=1" }, { "name": "E", "value": "5=5" } ], "reorderLevel": 3 },
    ]);
    let drinks = shop.call("category_create", json!({ "name": "Drinks > \\ hot" })).done();
    let tea = shop.call("category_create", json!({ "name": "Tea, black", "parentId": drinks["id"] })).done();
    let product = json!({
        "name": "'Quoted \"tea\"; \u{fc}", "price": "12.00", "description": "@first\nsecond, line\n\"third\"",
        "categoryId": tea["id"], "unit": "pack", "variants": variants,
    });
    let product = shop.call("product_create", product).done();
    shop.call("product_create", json!({ "name": "Plain", "price": "0.05", "sku": "P-1", "barcodes": ["0007"] })).done();
    let gone = shop
        .call("product_create", json!({ "name": "Gone", "price": "1.00", "sku": "G-1", "barcodes": ["0008"] }))
        .done();
    shop.call("product_update", json!({ "id": gone["id"], "rowVersion": 1, "archived": true })).done();
    let lines = json!([{ "variantId": product["variants"][0]["id"], "quantity": 7, "unitCost": "3.21" }]);
    shop.call("stock_receive", json!({ "lines": lines })).done();
}

#[test]
fn ones_own_export_changes_nothing_and_makes_the_same_catalogue_elsewhere() {
    let shop = Shop::open();
    furnish(&shop);
    for (filter, count) in [(json!({}), 3), (json!({ "filter": "archived" }), 1)] {
        let file = open(&shop, export(&shop, &filter));
        assert_eq!((&file["preset"], &file["warnings"]), (&json!("stockroom"), &json!([])));
        let told = check(&shop, &file);
        assert_eq!(told["unchanged"], json!(count), "{:#?}", rows(&shop, &file));
    }
    let other = Shop::open();
    for filter in [json!({}), json!({ "filter": "archived" })] {
        let mut file = open(&other, export(&shop, &filter));
        // Another store's stamps say nothing here.
        let columns = file["mapping"]["columns"].as_array_mut().expect("columns");
        columns.retain(|column| column["field"] != "stockStamp");
        let told = check(&other, &file);
        assert_eq!(told["refused"], 0, "{:#?}", rows(&other, &file));
        apply(&other, &file);
    }
    let facts = |shop: &Shop| {
        let of = |sql: &str| support::column::<String>(&shop.look(), sql);
        [
            of(
                "SELECT json_array(name, description, base_price, unit, archived_at IS NULL) FROM product ORDER BY name",
            ),
            of(
                "SELECT json_array(sku, attributes, label, price_adjustment, reorder_level, last_cost, active) FROM variant ORDER BY sku",
            ),
            of(
                "SELECT json_array(code, active, (SELECT sku FROM variant WHERE id = variant_id)) FROM barcode ORDER BY code",
            ),
            of("SELECT path FROM category ORDER BY path"),
            of(
                "SELECT json_array(on_hand, (SELECT sku FROM variant WHERE id = variant_id)) FROM stock_balance WHERE on_hand > 0",
            ),
        ]
    };
    assert_eq!(facts(&other), facts(&shop));
}

#[test]
fn a_figure_that_went_out_of_date_is_not_taken_and_one_that_nobody_touched_is_left() {
    let mut shop = Shop::open();
    shop.play("receive tea 10 coffee 10 cake 10");
    let text = String::from_utf8(export(&shop, &json!({}))).expect("UTF-8");
    shop.play("receive tea 5 coffee 5");
    // Tea was changed in the file and in the store, cake in the file alone, coffee in the store alone.
    let edit = |line: &str| match line.split(',').next() {
        Some("tea") => line.replace(",10,", ",8,"),
        Some("cake") => line.replace(",10,", ",9,"),
        _ => line.to_owned(),
    };
    let text: Vec<String> = text.lines().map(edit).collect();
    let file = open(&shop, text.join("\r\n"));
    let told = check(&shop, &file);
    assert_eq!((&told["changed"], &told["unchanged"], &told["refused"]), (&json!(1), &json!(1), &json!(1)));
    let rows = rows(&shop, &file);
    let tea = rows.iter().find(|row| row["sku"] == "tea").expect("tea");
    assert_eq!(problems(tea), ["onHand not_allowed"]);
    apply(&shop, &file);
    assert_eq!((shop.stock("tea").0, shop.stock("coffee").0, shop.stock("cake").0), (15, 15, 9));
}

#[test]
fn an_import_is_taken_back_as_a_whole() {
    let shop = Shop::open();
    shop.call("product_create", json!({ "name": "Tea", "price": "4.00", "sku": "T-1", "barcodes": ["1"] })).done();
    let before = goods(&shop);
    let text = "SKU,Name,Price,Category,Barcode,Stock,Cost\nT-1,Green tea,4.50,Drinks,2,10,2.00\nN-1,New,1.00,Drinks > New,3,5,\nN-2,Newer,1.00,Drinks,4,,\n";
    let (told, _) = import(&shop, text, "set");
    assert_eq!((&told["added"], &told["changed"]), (&json!(2), &json!(1)));
    let preview = shop.call("batch_undo_preview", json!({ "id": told["batchId"] })).done();
    assert_eq!((&preview["problems"], &preview["linesTotal"]), (&json!([]), &json!(2)), "{preview}");
    shop.call("batch_undo", json!({ "id": told["batchId"] })).done();
    shop.doctor();
    assert_eq!(goods(&shop), before);
    assert_eq!(shop.number("SELECT count(*) FROM variant"), 2, "what was never used is gone, what was is archived");
    assert_eq!(shop.number("SELECT count(*) FROM category WHERE archived_at IS NULL"), 0);
    // The archived one comes back with the next import, and the dry run says so.
    let (told, seen) = import(&shop, text, "set");
    assert_eq!((&seen["restored"], &told["restored"], &told["added"]), (&json!(1), &json!(1), &json!(1)));
    // What was changed since stands in the way.
    let tea = shop.call("product_find", json!({ "code": "T-1" })).done()["match"]["productId"].clone();
    let version = shop.call("product_get", json!({ "id": tea })).done()["rowVersion"].clone();
    shop.call("product_update", json!({ "id": tea, "rowVersion": version, "name": "Other" })).done();
    let refusal = shop.refuses("UNDO_NOT_POSSIBLE", "batch_undo", json!({ "id": told["batchId"] }));
    assert_eq!(refusal["problems"][0]["label"], "T-1", "{refusal}");
}

#[test]
fn each_cell_that_cannot_go_in_says_why() {
    let mut shop = Shop::open();
    shop.play("receive tea 10\n hold R1 tea 4");
    shop.call("product_create", json!({ "name": "Jam", "price": "2.00", "sku": "JAM", "barcodes": ["4011"] })).done();
    let columns = "SKU,Name,Price,Barcode,Stock,Reorder level,Category";
    let long = "x".repeat(65);
    for (row, expected) in [
        ("N,New,12,,,,", vec![]),
        ("N,New,\"1,234.50\",,,,", vec![]),
        ("N,New,\"1.234,50\",,,,", vec!["variantPrice malformed"]),
        ("N,New,$12,,,,", vec!["variantPrice malformed"]),
        ("N,New,abc,,,,", vec!["variantPrice malformed"]),
        ("N,New,=1+1,,,,", vec!["variantPrice malformed"]),
        ("N,New,-1,,,,", vec!["variantPrice too_small"]),
        ("N,New,1.234,,,,", vec!["variantPrice malformed"]),
        ("N,New,99999999999999,,,,", vec!["variantPrice too_large"]),
        ("N,New,,,,,", vec!["variantPrice required"]),
        ("N,,1,,,,", vec!["name required"]),
        (",New,1,,,,", vec!["sku required"]),
        ("N,New,1,,-1,,", vec!["onHand too_small"]),
        ("N,New,1,,1.5,,", vec!["onHand malformed"]),
        ("N,New,1,,=2,,", vec!["onHand malformed"]),
        ("N,New,1,,,-1,", vec!["reorderLevel too_small"]),
        ("N,New,1,,,some,", vec!["reorderLevel malformed"]),
        ("N,New,1,4011,,,", vec!["barcode duplicate"]),
        ("N,New,1,4.00638E+12,,,", vec!["barcode malformed"]),
        ("tea,Tea,1,,3,,", vec!["onHand too_small"]),
        ("N,New,1,,,,a>b>c>d>e>f>g>h>i>j>k", vec!["category malformed"]),
        ("N,New,abc,4011,-1,,", vec!["variantPrice malformed", "onHand too_small"]),
        ("N,=SUM(A1),1,,,,", vec![]),
        (&format!("{long},New,1,,,,"), vec!["sku too_long"]),
    ] {
        let mut file = open(&shop, format!("{columns}\n{row}\n"));
        file["mapping"]["stock"] = json!("set");
        file["mapping"]["decimal"] = json!("point");
        let told = check(&shop, &file);
        let rows = rows(&shop, &file);
        assert_eq!(problems(&rows[0]), expected, "{row}: {told}");
        assert_eq!(told["refused"], json!(i32::from(!expected.is_empty())), "{row}");
    }
    let comma = open(&shop, "SKU;Name;Price\nN;New;1.234,50\n");
    assert_eq!(check(&shop, &comma)["refused"], 0, "the amounts of the file have a decimal comma");
    // Twice in the file: the first counts. A row that is too short or too long is no row of this file.
    let file = open(&shop, "SKU,Name,Price\nA,One,1\na,Two,2\nB,Three\nC,Four,4,5\nD,Five,5,\n");
    let told = check(&shop, &file);
    assert_eq!((&told["added"], &told["refused"]), (&json!(2), &json!(3)));
    let whys: Vec<bool> = rows(&shop, &file).iter().map(|row| row["why"].is_null()).collect();
    assert_eq!(whys, [true, true, false, false, true]);
}

#[test]
fn refused_rows_are_saved_mended_and_imported_again() {
    let shop = Shop::open();
    let text = "Handle,Title,Variant SKU,Option1 Name,Option1 Value,Variant Price,Variant Inventory Qty\n\
                jumper,Jumper,J-S,Size,S,79.00,1\n\
                jumper,,J-M,,M,abc,2\n\
                mug,Mug,M-1,Title,Default Title,\"12,00\",3\n";
    let mut file = open(&shop, text);
    file["mapping"]["stock"] = json!("add");
    let told = check(&shop, &file);
    assert_eq!((&told["added"], &told["refused"], &told["cells"]), (&json!(1), &json!(2), &json!(2)));
    apply(&shop, &file);
    shop.refuses("IMPORT_NOTHING", "import_apply", json!({ "importId": file["importId"] }));
    let place = shop.folder().join("refused.csv");
    let destination = shop.core.grant_destination(place.clone()).expect("a place");
    let saved = shop.call("import_refused_save", json!({ "importId": file["importId"], "destination": destination }));
    assert_eq!(saved.done()["rows"], 2);
    let saved = fs::read_to_string(place).expect("the file");
    let mut lines = saved.lines();
    assert_eq!(lines.next().expect("a header"), text.lines().next().expect("a header").to_owned() + ",Problem");
    assert_eq!(
        lines.next(),
        Some("jumper,Jumper,J-S,Size,S,79.00,,"),
        "the row that tells the product, without its units"
    );
    assert!(lines.next().is_some_and(|line| line.starts_with("jumper,,J-M,,M,abc,2,\"price:")), "{saved}");
    let mut mended = open(&shop, saved.replace("abc", "81.00"));
    mended["mapping"]["stock"] = json!("add");
    // One cell is mended in the file, the other in the dry run.
    let fixes = json!([{ "row": 4, "field": "variantPrice", "value": "12.00" }]);
    let request = json!({ "importId": mended["importId"], "mapping": mended["mapping"], "fixes": fixes });
    let told = shop.call("import_check", request).done();
    assert_eq!(
        (&told["added"], &told["unchanged"], &told["refused"]),
        (&json!(2), &json!(1), &json!(0)),
        "{:#?}",
        rows(&shop, &mended)
    );
    apply(&shop, &mended);
    assert_eq!(
        goods(&shop),
        [
            "J-M: Jumper [M] 2 at 81.00 cost - in ",
            "J-S: Jumper [S] 1 at 79.00 cost - in ",
            "M-1: Mug [] 3 at 12.00 cost - in ",
        ]
    );
}

#[test]
fn units_that_moved_since_the_check_are_checked_again() {
    let mut shop = Shop::open();
    shop.play("receive tea 10");
    let before = shop.everything();
    let mut file = open(&shop, "SKU,Stock\ntea,7\n");
    file["mapping"]["stock"] = json!("set");
    assert_eq!(check(&shop, &file)["goods"]["unitsAfter"], 7);
    shop.nothing_changed_since(&before, "a dry run");
    shop.play("order O1 tea 2 delivered");
    shop.refuses("IMPORT_OUT_OF_DATE", "import_apply", json!({ "importId": file["importId"] }));
    assert_eq!(shop.stock("tea").0, 8);
    check(&shop, &file);
    apply(&shop, &file);
    assert_eq!(shop.stock("tea").0, 7);
    // Units that came are added to whatever there is.
    file["mapping"]["stock"] = json!("add");
    check(&shop, &file);
    shop.play("receive tea 1");
    apply(&shop, &file);
    assert_eq!(shop.stock("tea").0, 15);
}

#[test]
fn an_import_that_is_stopped_leaves_nothing_behind() {
    let shop = Shop::open();
    let rows: String = (0..3_000).map(|row| format!("S-{row},Article {row},1.00,{row}\n")).collect();
    let mut file = open(&shop, format!("SKU,Name,Price,Stock\n{rows}"));
    file["mapping"]["stock"] = json!("set");
    check(&shop, &file);
    let before = shop.everything();
    let id = support::new_id();
    let (core, asked) = (std::sync::Arc::downgrade(&shop.core), id.clone());
    // Stop is pressed while the rows are being written.
    shop.core.on_progress(move |progress| {
        if progress.request_id == asked
            && let Some(core) = core.upgrade()
        {
            core.cancel(&asked);
        }
    });
    let request = json!({ "importId": file["importId"] });
    shop.call_as(&shop.session, &id, "import_apply", &request).refused("CANCELLED");
    shop.nothing_changed_since(&before, "an import that was stopped");
    // Asked again it goes in, and the same request again gets the same answer.
    let id = support::new_id();
    let first = shop.call_as(&shop.session, &id, "import_apply", &request).done();
    let second = shop.call_as(&shop.session, &id, "import_apply", &request).done();
    assert_eq!((&first["added"], &first), (&json!(3_000), &second));
    shop.doctor();
}

#[test]
fn a_mapping_is_kept_under_a_name_and_fits_the_next_file_by_its_columns() {
    let shop = Shop::open();
    let file = open(&shop, "Code,What,Costs\nT-1,Tea,1.00\n");
    let mapping = json!({ "columns": [
        { "index": 0, "field": "sku" }, { "index": 1, "field": "name" }, { "index": 2, "field": "variantPrice" } ],
        "decimal": "point", "stock": "leave" });
    let saved = shop
        .call("mapping_save", json!({ "name": "Supplier", "mapping": mapping, "columns": ["Code", "What", "Costs"] }))
        .done();
    let path = shop.folder().join("next.csv");
    fs::write(&path, "Costs,Code,Note,What\n1.00,T-1,,Tea\n").expect("a file");
    let source = shop.core.grant_source(path).expect("a place");
    let next = shop.call("import_open", json!({ "source": source, "mappingId": saved["id"] })).done();
    assert_eq!(check(&shop, &next)["added"], 1);
    assert_eq!(shop.call("mapping_list", json!({})).done()["rows"][0]["name"], "Supplier");
    shop.call("mapping_delete", json!({ "id": saved["id"], "rowVersion": saved["rowVersion"] })).done();
    // Of more files than are kept open the first is put away.
    for _ in 0..4 {
        open(&shop, "SKU,Name\n");
    }
    shop.refuses("HANDLE_GONE", "import_check", json!({ "importId": file["importId"], "mapping": file["mapping"] }));
}

/// Names the store to the program that is to be killed.
const STORE: &str = "STOCKROOM_TEST_IMPORT_STORE";

#[cfg(unix)]
#[test]
fn killed_while_it_is_written_nothing_of_an_import_is_there() {
    use std::io::{BufRead, BufReader};
    use stockroom_core::{Core, OpenOptions};
    if let Some(store) = std::env::var_os(STORE) {
        write_and_wait_to_be_killed(std::path::Path::new(&store));
    }
    let folder = tempfile::TempDir::new().expect("a folder");
    let path = folder.path().join("shop.stockroom");
    drop(Core::open(OpenOptions::new(&path).create(true).background(false)).expect("a store"));
    let mut child = std::process::Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "killed_while_it_is_written_nothing_of_an_import_is_there", "--nocapture"])
        .env(STORE, &path)
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    let voice = BufReader::new(child.stdout.take().expect("its voice"));
    let writing = voice.lines().map_while(Result::ok).any(|line| line == "writing");
    child.kill().expect("killed");
    child.wait().expect("it ended");
    assert!(writing, "it was killed before it wrote");
    let core = Core::open(OpenOptions::new(&path).background(false)).expect("the store opens");
    support::doctor(&core);
    let conn = rusqlite::Connection::open(&path).expect("the file");
    for table in ["product", "variant", "category", "batch", "batch_change", "stock_movement"] {
        let count: i64 =
            conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).expect("a count");
        assert_eq!(count, 0, "{table}");
    }
}

/// Applies an import, says when it is in the middle of it, and goes no further.
#[cfg(unix)]
fn write_and_wait_to_be_killed(store: &std::path::Path) -> ! {
    use std::io::Write;
    use stockroom_core::{Core, OpenOptions};
    let core = Core::open(OpenOptions::new(store).background(false)).expect("the store");
    let rows: String = (0..30_000).map(|row| format!("S-{row},Article {row},Goods,1.00,{row}\n")).collect();
    let path = store.with_file_name("goods.csv");
    fs::write(&path, format!("SKU,Name,Category,Price,Stock\n{rows}")).expect("a file");
    let source = core.grant_source(path).expect("a place");
    let session = core.owner_session();
    let call = |name: &str, request: Value| {
        support::Answer::parse(core.dispatch(&session, name, &support::new_id(), &request.to_string())).done()
    };
    let file = call("import_open", json!({ "source": source }));
    let mut mapping = file["mapping"].clone();
    mapping["stock"] = json!("set");
    call("import_check", json!({ "importId": file["importId"], "mapping": mapping }));
    core.on_progress(|progress| {
        if progress.done > 0 {
            let _ = writeln!(std::io::stdout(), "writing");
            loop {
                std::thread::park();
            }
        }
    });
    call("import_apply", json!({ "importId": file["importId"] }));
    panic!("the import came to its end without telling of it");
}

/// Letters that files, spreadsheets and paths give a meaning to.
const LETTERS: &str = "[ -~äß✓'=+@|;,\"\\\\>-]{0,24}";

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 12, failure_persistence: None, ..Default::default() })]

    #[test]
    fn whatever_the_catalogue_its_export_changes_nothing(
        products in proptest::collection::vec((LETTERS, LETTERS, LETTERS, 0..100_000_i64, proptest::collection::vec(LETTERS, 1..5)), 1..8),
    ) {
        let shop = Shop::open();
        for (number, (name, description, category, price, values)) in products.iter().enumerate() {
            let category = shop.call("category_create", json!({ "name": format!("{category}#{number}") })).done();
            let variants: Vec<Value> = values.iter().enumerate().map(|(place, value)| json!({
                "sku": format!("{value}~{number}-{place}"),
                "barcodes": [format!("{value}{number}.{place}")],
                "attributes": [{ "name": format!("x{value}"), "value": format!("{value}{place}") }, { "name": "n", "value": format!("{place}") }],
                "priceAdjustment": format!("{}.00", place),
            })).collect();
            shop.call("product_create", json!({
                "name": format!("{name}."), "description": description, "categoryId": category["id"],
                "price": format!("{}.{:02}", price / 100, price % 100), "variants": variants,
            })).done();
        }
        let file = open(&shop, export(&shop, &json!({})));
        let told = check(&shop, &file);
        let count: usize = products.iter().map(|product| product.4.len()).sum();
        assert_eq!(told["unchanged"], json!(count), "{:#?}", rows(&shop, &file));
    }
}
