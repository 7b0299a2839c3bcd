# The style sheet, the script and the icons, made by node and compiled into kb_content (content/assets.h).
find_program(NODE node REQUIRED)
set(assets_dir ${CMAKE_CURRENT_BINARY_DIR}/static)
file(GLOB_RECURSE assets_sources CONFIGURE_DEPENDS
     ${CMAKE_CURRENT_LIST_DIR}/*.css ${CMAKE_CURRENT_LIST_DIR}/*.js ${CMAKE_CURRENT_LIST_DIR}/*.mjs
     ${CMAKE_CURRENT_LIST_DIR}/*.svg ${CMAKE_CURRENT_LIST_DIR}/sample.html)
add_custom_command(OUTPUT ${assets_dir}/assets_table.c
                   COMMAND ${NODE} ${CMAKE_CURRENT_LIST_DIR}/build.mjs ${assets_dir}
                   DEPENDS ${assets_sources} ${CMAKE_SOURCE_DIR}/package-lock.json
                   COMMENT "Building style sheet and script")
target_sources(kb_content PRIVATE ${assets_dir}/assets_table.c)
