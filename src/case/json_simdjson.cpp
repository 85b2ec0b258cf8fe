// SPDX-License-Identifier: Apache-2.0
// The only file that knows simdjson: fills the tree of json.h from its On-Demand interface, and finds the
// tokens of many objects at once by the stage that this rests on.
//
// Exceptions and run-time type information are off; every result is looked at. On-Demand reads lazily,
// so each value is visited: what is not visited would not be checked.

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <utility>

#include <simdjson.h>

extern "C" {
#include "base/arena.h"
#include "base/utf8.h"
#include "case/json.h"
}

namespace ondemand = simdjson::ondemand;

struct json_parser {
    ondemand::parser parser;
    std::unique_ptr<simdjson::internal::dom_parser_implementation> tokens; // made when first asked
};

namespace
{

struct builder {
    struct arena *arena;
    const char *bytes;
    size_t length;
    struct json_failure *failure;
};

bool fail(const builder &to, const char *message, size_t offset)
{
    to.failure->message = message;
    to.failure->offset = offset < to.length ? offset : to.length;
    return false;
}

const char *words_for(simdjson::error_code code)
{
    switch (code) {
    case simdjson::CAPACITY:
    case simdjson::MEMALLOC:
        return "the case is too large";
    case simdjson::STRING_ERROR:
        return "a text has an escape that does not exist";
    case simdjson::UTF8_ERROR:
        return "the text is not UTF-8";
    case simdjson::UNESCAPED_CHARS:
        return "a text holds a control character or a line end";
    case simdjson::UNCLOSED_STRING:
        return "a text has no closing quote";
    case simdjson::EMPTY:
        return "there is nothing to read";
    case simdjson::TRAILING_CONTENT:
        return "there is more text behind the closing bracket";
    case simdjson::INCOMPLETE_ARRAY_OR_OBJECT:
        return "a bracket is not closed";
    default:
        return "this is not valid JSON: a comma, a colon or a bracket is missing or too many";
    }
}

size_t first_invalid_character(const builder &to)
{
    size_t at = 0;
    while (at < to.length) {
        uint32_t point;
        const size_t bytes = utf8_decode(to.bytes + at, to.length - at, &point);
        if (point == UTF8_INVALID) {
            return at;
        }
        at += bytes;
    }
    return at;
}

// The control character in a text if there is one, else where the last text begins.
size_t broken_text(const builder &to)
{
    size_t start = 0;
    bool inside = false;
    for (size_t at = 0; at < to.length; at++) {
        const unsigned char c = static_cast<unsigned char>(to.bytes[at]);
        if (inside && c < 0x20) {
            return at;
        }
        if (inside && c == '\\') {
            at++;
        } else if (c == '"') {
            inside = !inside;
            start = at;
        }
    }
    return start;
}

bool fail_before_values(const builder &to, simdjson::error_code code)
{
    size_t offset = 0;
    if (code == simdjson::UTF8_ERROR) {
        offset = first_invalid_character(to);
    } else if (code == simdjson::UNESCAPED_CHARS || code == simdjson::UNCLOSED_STRING) {
        offset = broken_text(to);
    }
    return fail(to, words_for(code), offset);
}

bool fail_at(const builder &to, simdjson::error_code code, const char *place)
{
    const size_t offset = place >= to.bytes && place <= to.bytes + to.length
                              ? static_cast<size_t>(place - to.bytes)
                              : to.length;
    return fail(to, words_for(code), offset);
}

bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

size_t skip_digits(std::string_view token, size_t at)
{
    while (at < token.size() && is_digit(token[at])) {
        at++;
    }
    return at;
}

bool is_number(std::string_view token)
{
    size_t at = token[0] == '-' ? 1 : 0;
    const size_t whole = at;
    at = skip_digits(token, at);
    if (at == whole || (token[whole] == '0' && at > whole + 1)) {
        return false;
    }
    if (at < token.size() && token[at] == '.') {
        const size_t fraction = at + 1;
        at = skip_digits(token, fraction);
        if (at == fraction) {
            return false;
        }
    }
    if (at < token.size() && (token[at] == 'e' || token[at] == 'E')) {
        at++;
        if (at < token.size() && (token[at] == '-' || token[at] == '+')) {
            at++;
        }
        const size_t exponent = at;
        at = skip_digits(token, exponent);
        if (at == exponent) {
            return false;
        }
    }
    return at == token.size();
}

// The first direction control of a text, or 0.
uint32_t direction_control(std::string_view text)
{
    for (size_t at = 0; at < text.size();) {
        uint32_t point = static_cast<unsigned char>(text[at]);
        at += point < 0x80 ? 1 : utf8_decode(text.data() + at, text.size() - at, &point);
        if (utf8_is_direction_control(point)) {
            return point;
        }
    }
    return 0;
}

bool copy_text(const builder &to, std::string_view text, size_t offset, const char **ret)
{
    if (memchr(text.data(), 0, text.size())) {
        return fail(to, "a text holds a NUL character", offset);
    }
    const uint32_t control = direction_control(text);
    if (control) {
        return fail(to,
                    arena_format(to.arena,
                                 "a text holds the hidden control character U+%04X, which can "
                                 "show it in another order than it is read",
                                 static_cast<unsigned>(control)),
                    offset);
    }
    *ret = arena_copy(to.arena, text.data(), text.size());
    return true;
}

bool fill_word(const builder &to, std::string_view token, struct json *json)
{
    while (!token.empty() && is_space(token.back())) {
        token.remove_suffix(1);
    }
    if (token == "true") {
        json->kind = JSON_TRUE;
    } else if (token == "false") {
        json->kind = JSON_FALSE;
    } else if (token == "null") {
        json->kind = JSON_NULL;
    } else if (token.empty() || !is_number(token)) {
        return fail(to, "this is no value: write a number, true, false, null or a text in quotes",
                    json->offset);
    } else {
        json->kind = JSON_NUMBER;
        json->text = arena_copy(to.arena, token.data(), token.size());
    }
    return true;
}

bool fill_text(const builder &to, ondemand::value value, struct json *json)
{
    std::string_view text;
    const auto error = value.get_string().get(text);
    if (error) {
        return fail(to, words_for(error), json->offset);
    }
    json->kind = JSON_TEXT;
    return copy_text(to, text, json->offset, &json->text);
}

struct json *append(const builder &to, struct json *parent, struct json ***tail)
{
    auto *child = static_cast<struct json *>(arena_alloc(to.arena, sizeof(struct json)));
    **tail = child;
    *tail = &child->next;
    parent->count++;
    return child;
}

bool fill(const builder &to, ondemand::document &document, ondemand::value value, unsigned depth,
          struct json *json);

bool fail_in(const builder &to, ondemand::document &document, simdjson::error_code code)
{
    const char *place = nullptr;
    if (document.current_location().get(place)) {
        place = nullptr;
    }
    return fail_at(to, code, place);
}

bool fill_array(const builder &to, ondemand::document &document, ondemand::value value,
                unsigned depth, struct json *json)
{
    ondemand::array array;
    auto error = value.get_array().get(array);
    if (error) {
        return fail_in(to, document, error);
    }
    json->kind = JSON_ARRAY;
    struct json **tail = &json->child;
    for (auto item : array) {
        ondemand::value child;
        error = item.get(child);
        if (error) {
            return fail_in(to, document, error);
        }
        if (!fill(to, document, child, depth + 1, append(to, json, &tail))) {
            return false;
        }
    }
    return true;
}

bool fill_field(const builder &to, ondemand::document &document, ondemand::field &field,
                unsigned depth, struct json *json)
{
    json->key_offset = static_cast<size_t>(field.key().raw() - to.bytes) - 1;
    std::string_view key;
    const auto error = field.unescaped_key().get(key);
    if (error) {
        return fail(to, words_for(error), json->key_offset);
    }
    if (!copy_text(to, key, json->key_offset, &json->key)) {
        return false;
    }
    return fill(to, document, field.value(), depth, json);
}

bool fill_object(const builder &to, ondemand::document &document, ondemand::value value,
                 unsigned depth, struct json *json)
{
    ondemand::object object;
    auto error = value.get_object().get(object);
    if (error) {
        return fail_in(to, document, error);
    }
    json->kind = JSON_OBJECT;
    struct json **tail = &json->child;
    for (auto item : object) {
        ondemand::field field;
        error = std::move(item).get(field);
        if (error) {
            return fail_in(to, document, error);
        }
        if (!fill_field(to, document, field, depth + 1, append(to, json, &tail))) {
            return false;
        }
    }
    return true;
}

bool fill(const builder &to, ondemand::document &document, ondemand::value value, unsigned depth,
          struct json *json)
{
    const std::string_view token = value.raw_json_token();
    json->offset = static_cast<size_t>(token.data() - to.bytes);
    if (depth > JSON_MAX_DEPTH) {
        to.failure->too_deep = true;
        return fail(to, "brackets are nested too deeply", json->offset);
    }
    switch (token.empty() ? '\0' : token[0]) {
    case '{':
        return fill_object(to, document, value, depth, json);
    case '[':
        return fill_array(to, document, value, depth, json);
    case '"':
        return fill_text(to, value, json);
    default:
        return fill_word(to, token, json);
    }
}

bool fill_root(const builder &to, ondemand::document &document, struct json *json)
{
    ondemand::value root;
    const auto error = document.get_value().get(root);
    if (error == simdjson::SCALAR_DOCUMENT_AS_VALUE) {
        return fail(to, "a case is an object in curly brackets", 0);
    }
    if (error) {
        return fail_in(to, document, error);
    }
    if (!fill(to, document, root, 1, json)) {
        return false;
    }
    const char *place = nullptr;
    if (document.current_location().get(place) == simdjson::OUT_OF_BOUNDS) {
        return true;
    }
    return fail_at(to, simdjson::TRAILING_CONTENT, place);
}

} // namespace

extern "C" struct json_parser *json_parser_create(void)
{
    auto *parser = new (std::nothrow) json_parser;
    if (!parser) {
        abort();
    }
    return parser;
}

extern "C" void json_parser_destroy(struct json_parser *parser)
{
    delete parser;
}

extern "C" struct json *json_parse(struct json_parser *parser, struct arena *arena,
                                   const char *bytes, size_t length, struct json_failure *ret)
{
    *ret = json_failure{nullptr, 0, false};
    const builder to = {arena, bytes, length, ret};
    ondemand::document document;
    const auto error = parser->parser.iterate(bytes, length, length + JSON_PADDING).get(document);
    if (error) {
        fail_before_values(to, error);
        return nullptr;
    }
    auto *json = static_cast<struct json *>(arena_alloc(arena, sizeof(struct json)));
    return fill_root(to, document, json) ? json : nullptr;
}

extern "C" bool json_index_find(struct json_parser *parser, const char *bytes, size_t length,
                                struct json_index *ret)
{
    auto &tokens = parser->tokens;
    if (!tokens) {
        const auto error = simdjson::get_active_implementation()->create_dom_parser_implementation(
            length, JSON_MAX_DEPTH, tokens);
        if (error) {
            return false;
        }
    }
    if (tokens->capacity() < length && tokens->set_capacity(length)) {
        return false;
    }
    if (tokens->stage1(reinterpret_cast<const uint8_t *>(bytes), length,
                       simdjson::stage1_mode::regular)) {
        return false;
    }
    const size_t count = tokens->n_structural_indexes;
    uint32_t *at = tokens->structural_indexes.get();
    std::fill(at + count, at + count + 4, static_cast<uint32_t>(length));
    *ret = json_index{at, count};
    return true;
}

extern "C" const char *json_kind_text(enum json_kind kind)
{
    static const char *const texts[] = {"null",   "false",    "true",     "a number",
                                        "a text", "an array", "an object"};
    return texts[kind];
}
