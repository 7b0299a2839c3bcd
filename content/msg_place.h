/* msg_place.h - finding the {places} of a sentence; one rule for the compiler and the program. */
#ifndef CONTENT_MSG_PLACE_H
#define CONTENT_MSG_PLACE_H

#include "kb/base/text.h"

/* Finds the first "{name}" at or after `from`, name being one or more of a-z and _. Gives where its brace opens and the
 * name; any other brace is just a character. SIZE_MAX when there is none; it ends at the result + name->len + 2. */
static inline size_t msg__place(text sentence, size_t from, text *name)
{
    for (size_t open; (open = text_find_byte(sentence, '{', from)) != SIZE_MAX; from = open + 1) {
        size_t end = open + 1;
        while (end < sentence.len &&
               ((sentence.ptr[end] >= 'a' && sentence.ptr[end] <= 'z') || sentence.ptr[end] == '_'))
            end++;
        if (end == open + 1 || end == sentence.len || sentence.ptr[end] != '}') continue;
        *name = text_of(sentence.ptr + open + 1, end - open - 1);
        return open;
    }
    return SIZE_MAX;
}

#endif
