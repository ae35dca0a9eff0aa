// Generated from schemas/ by scripts/generate.ts. Do not edit.
export const data = validate52;
const schema19 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"data.schema.json","title":"Data product","description":"A data product: what builds it, what it reads and what it offers.","type":"object","properties":{"name":{"type":"string","pattern":"\\S","description":"Identity within its type and workspace. Lower-case letters, digits and dashes; at most 48 characters."},"version":{"type":"string","description":"Version of the resource type, usually v1."},"type":{"const":"data","type":"string","description":"What kind of resource this document describes."},"tags":{"type":["array","null"],"items":{"type":"string"},"description":"Labels."},"description":{"type":["string","null"],"description":"What it is for. May be empty."},"owner":{"type":["string","null"],"description":"Who answers for it. Empty means whoever applies it."},"layer":{"type":"string","description":"user or system.","examples":["user","system"]},"workspace":{"type":"string","description":"Workspace of the resource. Default: public."},"title":{"type":["string","null"],"description":"Title for people."},"runAsUser":{"type":"string","description":"Accepted, has no effect here."},"entity":{"type":"string","description":"product."},"purpose":{"type":["string","null"],"description":"Why it exists."},"collaborators":{"type":["array","null"],"items":{"type":["string","object"]},"description":"Who works on it."},"refs":{"type":["array","null"],"items":{"type":"object","properties":{"title":{"type":"string","description":"Title."},"href":{"type":"string","description":"Link."}},"required":["href"],"additionalProperties":false},"description":"Links."},"v1alpha":{"type":"object","properties":{"data":{"$ref":"#/$defs/data"}},"required":["data"],"additionalProperties":false,"description":"What the product consists of."},"v1beta":{"type":"object","description":"Newer form. Not supported yet."},"generation":{"description":"Written back by servers; ignored."},"uid":{"description":"Written back by servers; ignored."},"stamp":{"description":"Written back by servers; ignored."},"created":{"description":"Written back by servers; ignored."},"status":{"description":"Written back by servers; ignored."},"runtime":{"description":"Written back by servers; ignored."}},"required":["name","version","type"],"additionalProperties":false,"$defs":{"data":{"type":"object","properties":{"domain":{"type":"string","description":"Business domain."},"useCases":{"type":["array","null"],"items":{"type":"string"},"description":"What it is used for."},"resources":{"type":["array","null"],"items":{"type":"object","properties":{"description":{"type":["string","null"],"description":"What it is."},"purpose":{"type":["string","null"],"description":"Why it is part of the product."},"type":{"type":"string","description":"Type of the resource."},"version":{"type":"string","description":"Version of its type."},"refType":{"type":"string","description":"dataos."},"name":{"type":"string","pattern":"\\S","description":"Its name."},"workspace":{"type":"string","description":"Its workspace."}},"required":["type","name"],"additionalProperties":false},"description":"Resources that build the product."},"inputs":{"type":["array","null"],"items":{"$ref":"#/$defs/port"},"description":"Datasets it reads."},"outputs":{"type":["array","null"],"items":{"$ref":"#/$defs/port"},"description":"Datasets it offers."}},"additionalProperties":false},"port":{"type":"object","properties":{"description":{"type":["string","null"],"description":"What it is."},"purpose":{"type":["string","null"],"description":"source or consumption."},"refType":{"type":"string","description":"dataos, dataos_address or depot."},"ref":{"type":"string","description":"Address of the dataset."}},"required":["ref"],"additionalProperties":false}}};
const func1 = Object.prototype.hasOwnProperty;
const pattern3 = new RegExp("\\S", "u");
const schema20 = {"type":"object","properties":{"domain":{"type":"string","description":"Business domain."},"useCases":{"type":["array","null"],"items":{"type":"string"},"description":"What it is used for."},"resources":{"type":["array","null"],"items":{"type":"object","properties":{"description":{"type":["string","null"],"description":"What it is."},"purpose":{"type":["string","null"],"description":"Why it is part of the product."},"type":{"type":"string","description":"Type of the resource."},"version":{"type":"string","description":"Version of its type."},"refType":{"type":"string","description":"dataos."},"name":{"type":"string","pattern":"\\S","description":"Its name."},"workspace":{"type":"string","description":"Its workspace."}},"required":["type","name"],"additionalProperties":false},"description":"Resources that build the product."},"inputs":{"type":["array","null"],"items":{"$ref":"#/$defs/port"},"description":"Datasets it reads."},"outputs":{"type":["array","null"],"items":{"$ref":"#/$defs/port"},"description":"Datasets it offers."}},"additionalProperties":false};
const schema21 = {"type":"object","properties":{"description":{"type":["string","null"],"description":"What it is."},"purpose":{"type":["string","null"],"description":"source or consumption."},"refType":{"type":"string","description":"dataos, dataos_address or depot."},"ref":{"type":"string","description":"Address of the dataset."}},"required":["ref"],"additionalProperties":false};

function validate54(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate54.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.ref === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "ref"},message:"must have required property '"+"ref"+"'",schema:schema21.required,parentSchema:schema21,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!((((key0 === "description") || (key0 === "purpose")) || (key0 === "refType")) || (key0 === "ref"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema21,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.description !== undefined){
let data0 = data.description;
if((typeof data0 !== "string") && (data0 !== null)){
const err2 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: schema21.properties.description.type},message:"must be string,null",schema:schema21.properties.description.type,parentSchema:schema21.properties.description,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.purpose !== undefined){
let data1 = data.purpose;
if((typeof data1 !== "string") && (data1 !== null)){
const err3 = {instancePath:instancePath+"/purpose",schemaPath:"#/properties/purpose/type",keyword:"type",params:{type: schema21.properties.purpose.type},message:"must be string,null",schema:schema21.properties.purpose.type,parentSchema:schema21.properties.purpose,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.refType !== undefined){
let data2 = data.refType;
if(typeof data2 !== "string"){
const err4 = {instancePath:instancePath+"/refType",schemaPath:"#/properties/refType/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema21.properties.refType.type,parentSchema:schema21.properties.refType,data:data2};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.ref !== undefined){
let data3 = data.ref;
if(typeof data3 !== "string"){
const err5 = {instancePath:instancePath+"/ref",schemaPath:"#/properties/ref/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema21.properties.ref.type,parentSchema:schema21.properties.ref,data:data3};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
else {
const err6 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema21.type,parentSchema:schema21,data};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
validate54.errors = vErrors;
return errors === 0;
}
validate54.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate53(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate53.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((((key0 === "domain") || (key0 === "useCases")) || (key0 === "resources")) || (key0 === "inputs")) || (key0 === "outputs"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema20,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.domain !== undefined){
let data0 = data.domain;
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/domain",schemaPath:"#/properties/domain/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema20.properties.domain.type,parentSchema:schema20.properties.domain,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.useCases !== undefined){
let data1 = data.useCases;
if((!(Array.isArray(data1))) && (data1 !== null)){
const err2 = {instancePath:instancePath+"/useCases",schemaPath:"#/properties/useCases/type",keyword:"type",params:{type: schema20.properties.useCases.type},message:"must be array,null",schema:schema20.properties.useCases.type,parentSchema:schema20.properties.useCases,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(typeof data2 !== "string"){
const err3 = {instancePath:instancePath+"/useCases/" + i0,schemaPath:"#/properties/useCases/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema20.properties.useCases.items.type,parentSchema:schema20.properties.useCases.items,data:data2};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
}
if(data.resources !== undefined){
let data3 = data.resources;
if((!(Array.isArray(data3))) && (data3 !== null)){
const err4 = {instancePath:instancePath+"/resources",schemaPath:"#/properties/resources/type",keyword:"type",params:{type: schema20.properties.resources.type},message:"must be array,null",schema:schema20.properties.resources.type,parentSchema:schema20.properties.resources,data:data3};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(Array.isArray(data3)){
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
let data4 = data3[i1];
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(data4.type === undefined){
const err5 = {instancePath:instancePath+"/resources/" + i1,schemaPath:"#/properties/resources/items/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema20.properties.resources.items.required,parentSchema:schema20.properties.resources.items,data:data4};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data4.name === undefined){
const err6 = {instancePath:instancePath+"/resources/" + i1,schemaPath:"#/properties/resources/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema20.properties.resources.items.required,parentSchema:schema20.properties.resources.items,data:data4};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
for(const key1 in data4){
if(!(((((((key1 === "description") || (key1 === "purpose")) || (key1 === "type")) || (key1 === "version")) || (key1 === "refType")) || (key1 === "name")) || (key1 === "workspace"))){
const err7 = {instancePath:instancePath+"/resources/" + i1,schemaPath:"#/properties/resources/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema20.properties.resources.items,data:data4};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data4.description !== undefined){
let data5 = data4.description;
if((typeof data5 !== "string") && (data5 !== null)){
const err8 = {instancePath:instancePath+"/resources/" + i1+"/description",schemaPath:"#/properties/resources/items/properties/description/type",keyword:"type",params:{type: schema20.properties.resources.items.properties.description.type},message:"must be string,null",schema:schema20.properties.resources.items.properties.description.type,parentSchema:schema20.properties.resources.items.properties.description,data:data5};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data4.purpose !== undefined){
let data6 = data4.purpose;
if((typeof data6 !== "string") && (data6 !== null)){
const err9 = {instancePath:instancePath+"/resources/" + i1+"/purpose",schemaPath:"#/properties/resources/items/properties/purpose/type",keyword:"type",params:{type: schema20.properties.resources.items.properties.purpose.type},message:"must be string,null",schema:schema20.properties.resources.items.properties.purpose.type,parentSchema:schema20.properties.resources.items.properties.purpose,data:data6};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data4.type !== undefined){
let data7 = data4.type;
if(typeof data7 !== "string"){
const err10 = {instancePath:instancePath+"/resources/" + i1+"/type",schemaPath:"#/properties/resources/items/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema20.properties.resources.items.properties.type.type,parentSchema:schema20.properties.resources.items.properties.type,data:data7};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data4.version !== undefined){
let data8 = data4.version;
if(typeof data8 !== "string"){
const err11 = {instancePath:instancePath+"/resources/" + i1+"/version",schemaPath:"#/properties/resources/items/properties/version/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema20.properties.resources.items.properties.version.type,parentSchema:schema20.properties.resources.items.properties.version,data:data8};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data4.refType !== undefined){
let data9 = data4.refType;
if(typeof data9 !== "string"){
const err12 = {instancePath:instancePath+"/resources/" + i1+"/refType",schemaPath:"#/properties/resources/items/properties/refType/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema20.properties.resources.items.properties.refType.type,parentSchema:schema20.properties.resources.items.properties.refType,data:data9};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data4.name !== undefined){
let data10 = data4.name;
if(typeof data10 === "string"){
if(!pattern3.test(data10)){
const err13 = {instancePath:instancePath+"/resources/" + i1+"/name",schemaPath:"#/properties/resources/items/properties/name/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema20.properties.resources.items.properties.name,data:data10};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
else {
const err14 = {instancePath:instancePath+"/resources/" + i1+"/name",schemaPath:"#/properties/resources/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema20.properties.resources.items.properties.name.type,parentSchema:schema20.properties.resources.items.properties.name,data:data10};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data4.workspace !== undefined){
let data11 = data4.workspace;
if(typeof data11 !== "string"){
const err15 = {instancePath:instancePath+"/resources/" + i1+"/workspace",schemaPath:"#/properties/resources/items/properties/workspace/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema20.properties.resources.items.properties.workspace.type,parentSchema:schema20.properties.resources.items.properties.workspace,data:data11};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
else {
const err16 = {instancePath:instancePath+"/resources/" + i1,schemaPath:"#/properties/resources/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema20.properties.resources.items.type,parentSchema:schema20.properties.resources.items,data:data4};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
}
if(data.inputs !== undefined){
let data12 = data.inputs;
if((!(Array.isArray(data12))) && (data12 !== null)){
const err17 = {instancePath:instancePath+"/inputs",schemaPath:"#/properties/inputs/type",keyword:"type",params:{type: schema20.properties.inputs.type},message:"must be array,null",schema:schema20.properties.inputs.type,parentSchema:schema20.properties.inputs,data:data12};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(Array.isArray(data12)){
const len2 = data12.length;
for(let i2=0; i2<len2; i2++){
if(!(validate54(data12[i2], {instancePath:instancePath+"/inputs/" + i2,parentData:data12,parentDataProperty:i2,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate54.errors : vErrors.concat(validate54.errors);
errors = vErrors.length;
}
}
}
}
if(data.outputs !== undefined){
let data14 = data.outputs;
if((!(Array.isArray(data14))) && (data14 !== null)){
const err18 = {instancePath:instancePath+"/outputs",schemaPath:"#/properties/outputs/type",keyword:"type",params:{type: schema20.properties.outputs.type},message:"must be array,null",schema:schema20.properties.outputs.type,parentSchema:schema20.properties.outputs,data:data14};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(Array.isArray(data14)){
const len3 = data14.length;
for(let i3=0; i3<len3; i3++){
if(!(validate54(data14[i3], {instancePath:instancePath+"/outputs/" + i3,parentData:data14,parentDataProperty:i3,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate54.errors : vErrors.concat(validate54.errors);
errors = vErrors.length;
}
}
}
}
}
else {
const err19 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema20.type,parentSchema:schema20,data};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
validate53.errors = vErrors;
return errors === 0;
}
validate53.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate52(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="data.schema.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate52.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema19.required,parentSchema:schema19,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.version === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "version"},message:"must have required property '"+"version"+"'",schema:schema19.required,parentSchema:schema19,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.type === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema19.required,parentSchema:schema19,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 in data){
if(!(func1.call(schema19.properties, key0))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema19,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern3.test(data0)){
const err4 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema19.properties.name,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema19.properties.name.type,parentSchema:schema19.properties.name,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.version !== undefined){
let data1 = data.version;
if(typeof data1 !== "string"){
const err6 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema19.properties.version.type,parentSchema:schema19.properties.version,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.type !== undefined){
let data2 = data.type;
if(typeof data2 !== "string"){
const err7 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema19.properties.type.type,parentSchema:schema19.properties.type,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if("data" !== data2){
const err8 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/const",keyword:"const",params:{allowedValue: "data"},message:"must be equal to constant",schema:"data",parentSchema:schema19.properties.type,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.tags !== undefined){
let data3 = data.tags;
if((!(Array.isArray(data3))) && (data3 !== null)){
const err9 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: schema19.properties.tags.type},message:"must be array,null",schema:schema19.properties.tags.type,parentSchema:schema19.properties.tags,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(Array.isArray(data3)){
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
if(typeof data4 !== "string"){
const err10 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema19.properties.tags.items.type,parentSchema:schema19.properties.tags.items,data:data4};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
}
if(data.description !== undefined){
let data5 = data.description;
if((typeof data5 !== "string") && (data5 !== null)){
const err11 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: schema19.properties.description.type},message:"must be string,null",schema:schema19.properties.description.type,parentSchema:schema19.properties.description,data:data5};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.owner !== undefined){
let data6 = data.owner;
if((typeof data6 !== "string") && (data6 !== null)){
const err12 = {instancePath:instancePath+"/owner",schemaPath:"#/properties/owner/type",keyword:"type",params:{type: schema19.properties.owner.type},message:"must be string,null",schema:schema19.properties.owner.type,parentSchema:schema19.properties.owner,data:data6};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.layer !== undefined){
let data7 = data.layer;
if(typeof data7 !== "string"){
const err13 = {instancePath:instancePath+"/layer",schemaPath:"#/properties/layer/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema19.properties.layer.type,parentSchema:schema19.properties.layer,data:data7};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.workspace !== undefined){
let data8 = data.workspace;
if(typeof data8 !== "string"){
const err14 = {instancePath:instancePath+"/workspace",schemaPath:"#/properties/workspace/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema19.properties.workspace.type,parentSchema:schema19.properties.workspace,data:data8};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.title !== undefined){
let data9 = data.title;
if((typeof data9 !== "string") && (data9 !== null)){
const err15 = {instancePath:instancePath+"/title",schemaPath:"#/properties/title/type",keyword:"type",params:{type: schema19.properties.title.type},message:"must be string,null",schema:schema19.properties.title.type,parentSchema:schema19.properties.title,data:data9};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.runAsUser !== undefined){
let data10 = data.runAsUser;
if(typeof data10 !== "string"){
const err16 = {instancePath:instancePath+"/runAsUser",schemaPath:"#/properties/runAsUser/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema19.properties.runAsUser.type,parentSchema:schema19.properties.runAsUser,data:data10};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.entity !== undefined){
let data11 = data.entity;
if(typeof data11 !== "string"){
const err17 = {instancePath:instancePath+"/entity",schemaPath:"#/properties/entity/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema19.properties.entity.type,parentSchema:schema19.properties.entity,data:data11};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.purpose !== undefined){
let data12 = data.purpose;
if((typeof data12 !== "string") && (data12 !== null)){
const err18 = {instancePath:instancePath+"/purpose",schemaPath:"#/properties/purpose/type",keyword:"type",params:{type: schema19.properties.purpose.type},message:"must be string,null",schema:schema19.properties.purpose.type,parentSchema:schema19.properties.purpose,data:data12};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.collaborators !== undefined){
let data13 = data.collaborators;
if((!(Array.isArray(data13))) && (data13 !== null)){
const err19 = {instancePath:instancePath+"/collaborators",schemaPath:"#/properties/collaborators/type",keyword:"type",params:{type: schema19.properties.collaborators.type},message:"must be array,null",schema:schema19.properties.collaborators.type,parentSchema:schema19.properties.collaborators,data:data13};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if(Array.isArray(data13)){
const len1 = data13.length;
for(let i1=0; i1<len1; i1++){
let data14 = data13[i1];
if((typeof data14 !== "string") && (!(data14 && typeof data14 == "object" && !Array.isArray(data14)))){
const err20 = {instancePath:instancePath+"/collaborators/" + i1,schemaPath:"#/properties/collaborators/items/type",keyword:"type",params:{type: schema19.properties.collaborators.items.type},message:"must be string,object",schema:schema19.properties.collaborators.items.type,parentSchema:schema19.properties.collaborators.items,data:data14};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
}
if(data.refs !== undefined){
let data15 = data.refs;
if((!(Array.isArray(data15))) && (data15 !== null)){
const err21 = {instancePath:instancePath+"/refs",schemaPath:"#/properties/refs/type",keyword:"type",params:{type: schema19.properties.refs.type},message:"must be array,null",schema:schema19.properties.refs.type,parentSchema:schema19.properties.refs,data:data15};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
if(Array.isArray(data15)){
const len2 = data15.length;
for(let i2=0; i2<len2; i2++){
let data16 = data15[i2];
if(data16 && typeof data16 == "object" && !Array.isArray(data16)){
if(data16.href === undefined){
const err22 = {instancePath:instancePath+"/refs/" + i2,schemaPath:"#/properties/refs/items/required",keyword:"required",params:{missingProperty: "href"},message:"must have required property '"+"href"+"'",schema:schema19.properties.refs.items.required,parentSchema:schema19.properties.refs.items,data:data16};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
for(const key1 in data16){
if(!((key1 === "title") || (key1 === "href"))){
const err23 = {instancePath:instancePath+"/refs/" + i2,schemaPath:"#/properties/refs/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema19.properties.refs.items,data:data16};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data16.title !== undefined){
let data17 = data16.title;
if(typeof data17 !== "string"){
const err24 = {instancePath:instancePath+"/refs/" + i2+"/title",schemaPath:"#/properties/refs/items/properties/title/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema19.properties.refs.items.properties.title.type,parentSchema:schema19.properties.refs.items.properties.title,data:data17};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data16.href !== undefined){
let data18 = data16.href;
if(typeof data18 !== "string"){
const err25 = {instancePath:instancePath+"/refs/" + i2+"/href",schemaPath:"#/properties/refs/items/properties/href/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema19.properties.refs.items.properties.href.type,parentSchema:schema19.properties.refs.items.properties.href,data:data18};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
else {
const err26 = {instancePath:instancePath+"/refs/" + i2,schemaPath:"#/properties/refs/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema19.properties.refs.items.type,parentSchema:schema19.properties.refs.items,data:data16};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
}
}
if(data.v1alpha !== undefined){
let data19 = data.v1alpha;
if(data19 && typeof data19 == "object" && !Array.isArray(data19)){
if(data19.data === undefined){
const err27 = {instancePath:instancePath+"/v1alpha",schemaPath:"#/properties/v1alpha/required",keyword:"required",params:{missingProperty: "data"},message:"must have required property '"+"data"+"'",schema:schema19.properties.v1alpha.required,parentSchema:schema19.properties.v1alpha,data:data19};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
for(const key2 in data19){
if(!(key2 === "data")){
const err28 = {instancePath:instancePath+"/v1alpha",schemaPath:"#/properties/v1alpha/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema19.properties.v1alpha,data:data19};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data19.data !== undefined){
if(!(validate53(data19.data, {instancePath:instancePath+"/v1alpha/data",parentData:data19,parentDataProperty:"data",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);
errors = vErrors.length;
}
}
}
else {
const err29 = {instancePath:instancePath+"/v1alpha",schemaPath:"#/properties/v1alpha/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema19.properties.v1alpha.type,parentSchema:schema19.properties.v1alpha,data:data19};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data.v1beta !== undefined){
let data21 = data.v1beta;
if(!(data21 && typeof data21 == "object" && !Array.isArray(data21))){
const err30 = {instancePath:instancePath+"/v1beta",schemaPath:"#/properties/v1beta/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema19.properties.v1beta.type,parentSchema:schema19.properties.v1beta,data:data21};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
}
else {
const err31 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema19.type,parentSchema:schema19,data};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
validate52.errors = vErrors;
return errors === 0;
}
validate52.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const dataset = validate58;
const schema22 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"dataset.schema.json","title":"Dataset","description":"A promise about one dataset: its columns, their types and tags. An extension of Millrace.","x-extension":true,"type":"object","properties":{"name":{"type":"string","pattern":"\\S","description":"Identity within its type and workspace. Lower-case letters, digits and dashes; at most 48 characters."},"version":{"type":"string","description":"Version of the resource type, usually v1."},"type":{"const":"dataset","type":"string","description":"What kind of resource this document describes."},"tags":{"type":["array","null"],"items":{"type":"string"},"description":"Labels."},"description":{"type":["string","null"],"description":"What it is for. May be empty."},"owner":{"type":["string","null"],"description":"Who answers for it. Empty means whoever applies it."},"layer":{"type":"string","description":"user or system.","examples":["user","system"]},"workspace":{"type":"string","description":"Workspace of the resource. Default: public."},"title":{"type":["string","null"],"description":"Title for people."},"runAsUser":{"type":"string","description":"Accepted, has no effect here."},"dataset":{"$ref":"#/$defs/dataset"},"generation":{"description":"Written back by servers; ignored."},"uid":{"description":"Written back by servers; ignored."},"stamp":{"description":"Written back by servers; ignored."},"created":{"description":"Written back by servers; ignored."},"status":{"description":"Written back by servers; ignored."},"runtime":{"description":"Written back by servers; ignored."}},"required":["name","version","type","dataset"],"additionalProperties":false,"$defs":{"dataset":{"type":"object","properties":{"address":{"type":"string","description":"Address: dataos://depot:collection/dataset."},"title":{"type":["string","null"],"description":"Title for people."},"description":{"type":["string","null"],"description":"What it holds."},"owner":{"type":["string","null"],"description":"Who answers for it."},"tags":{"type":["array","null"],"items":{"type":"string"},"description":"Tags of the dataset."},"columns":{"type":["array","null"],"items":{"type":"object","properties":{"name":{"type":"string","pattern":"\\S","description":"Name of the column."},"type":{"type":"string","description":"Spark SQL type."},"description":{"type":["string","null"],"description":"What it holds."},"tags":{"type":["array","null"],"items":{"type":"string"},"description":"Tags; masking policies select by them."}},"required":["name"],"additionalProperties":false},"description":"Its columns."},"freshness":{"type":"object","properties":{"column":{"type":"string","pattern":"\\S","description":"Timestamp that says how new a row is."},"within":{"type":"string","description":"Greatest age of the newest row, such as 24 hours."}},"required":["column","within"],"additionalProperties":false,"description":"How new the data has to be."}},"required":["address"],"additionalProperties":false}}};
const schema23 = {"type":"object","properties":{"address":{"type":"string","description":"Address: dataos://depot:collection/dataset."},"title":{"type":["string","null"],"description":"Title for people."},"description":{"type":["string","null"],"description":"What it holds."},"owner":{"type":["string","null"],"description":"Who answers for it."},"tags":{"type":["array","null"],"items":{"type":"string"},"description":"Tags of the dataset."},"columns":{"type":["array","null"],"items":{"type":"object","properties":{"name":{"type":"string","pattern":"\\S","description":"Name of the column."},"type":{"type":"string","description":"Spark SQL type."},"description":{"type":["string","null"],"description":"What it holds."},"tags":{"type":["array","null"],"items":{"type":"string"},"description":"Tags; masking policies select by them."}},"required":["name"],"additionalProperties":false},"description":"Its columns."},"freshness":{"type":"object","properties":{"column":{"type":"string","pattern":"\\S","description":"Timestamp that says how new a row is."},"within":{"type":"string","description":"Greatest age of the newest row, such as 24 hours."}},"required":["column","within"],"additionalProperties":false,"description":"How new the data has to be."}},"required":["address"],"additionalProperties":false};

function validate59(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate59.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.address === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "address"},message:"must have required property '"+"address"+"'",schema:schema23.required,parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(((((((key0 === "address") || (key0 === "title")) || (key0 === "description")) || (key0 === "owner")) || (key0 === "tags")) || (key0 === "columns")) || (key0 === "freshness"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.address !== undefined){
let data0 = data.address;
if(typeof data0 !== "string"){
const err2 = {instancePath:instancePath+"/address",schemaPath:"#/properties/address/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.properties.address.type,parentSchema:schema23.properties.address,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.title !== undefined){
let data1 = data.title;
if((typeof data1 !== "string") && (data1 !== null)){
const err3 = {instancePath:instancePath+"/title",schemaPath:"#/properties/title/type",keyword:"type",params:{type: schema23.properties.title.type},message:"must be string,null",schema:schema23.properties.title.type,parentSchema:schema23.properties.title,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.description !== undefined){
let data2 = data.description;
if((typeof data2 !== "string") && (data2 !== null)){
const err4 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: schema23.properties.description.type},message:"must be string,null",schema:schema23.properties.description.type,parentSchema:schema23.properties.description,data:data2};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.owner !== undefined){
let data3 = data.owner;
if((typeof data3 !== "string") && (data3 !== null)){
const err5 = {instancePath:instancePath+"/owner",schemaPath:"#/properties/owner/type",keyword:"type",params:{type: schema23.properties.owner.type},message:"must be string,null",schema:schema23.properties.owner.type,parentSchema:schema23.properties.owner,data:data3};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.tags !== undefined){
let data4 = data.tags;
if((!(Array.isArray(data4))) && (data4 !== null)){
const err6 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: schema23.properties.tags.type},message:"must be array,null",schema:schema23.properties.tags.type,parentSchema:schema23.properties.tags,data:data4};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(Array.isArray(data4)){
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
let data5 = data4[i0];
if(typeof data5 !== "string"){
const err7 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.properties.tags.items.type,parentSchema:schema23.properties.tags.items,data:data5};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
}
if(data.columns !== undefined){
let data6 = data.columns;
if((!(Array.isArray(data6))) && (data6 !== null)){
const err8 = {instancePath:instancePath+"/columns",schemaPath:"#/properties/columns/type",keyword:"type",params:{type: schema23.properties.columns.type},message:"must be array,null",schema:schema23.properties.columns.type,parentSchema:schema23.properties.columns,data:data6};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(Array.isArray(data6)){
const len1 = data6.length;
for(let i1=0; i1<len1; i1++){
let data7 = data6[i1];
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
if(data7.name === undefined){
const err9 = {instancePath:instancePath+"/columns/" + i1,schemaPath:"#/properties/columns/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema23.properties.columns.items.required,parentSchema:schema23.properties.columns.items,data:data7};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
for(const key1 in data7){
if(!((((key1 === "name") || (key1 === "type")) || (key1 === "description")) || (key1 === "tags"))){
const err10 = {instancePath:instancePath+"/columns/" + i1,schemaPath:"#/properties/columns/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema23.properties.columns.items,data:data7};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data7.name !== undefined){
let data8 = data7.name;
if(typeof data8 === "string"){
if(!pattern3.test(data8)){
const err11 = {instancePath:instancePath+"/columns/" + i1+"/name",schemaPath:"#/properties/columns/items/properties/name/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema23.properties.columns.items.properties.name,data:data8};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/columns/" + i1+"/name",schemaPath:"#/properties/columns/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.properties.columns.items.properties.name.type,parentSchema:schema23.properties.columns.items.properties.name,data:data8};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data7.type !== undefined){
let data9 = data7.type;
if(typeof data9 !== "string"){
const err13 = {instancePath:instancePath+"/columns/" + i1+"/type",schemaPath:"#/properties/columns/items/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.properties.columns.items.properties.type.type,parentSchema:schema23.properties.columns.items.properties.type,data:data9};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data7.description !== undefined){
let data10 = data7.description;
if((typeof data10 !== "string") && (data10 !== null)){
const err14 = {instancePath:instancePath+"/columns/" + i1+"/description",schemaPath:"#/properties/columns/items/properties/description/type",keyword:"type",params:{type: schema23.properties.columns.items.properties.description.type},message:"must be string,null",schema:schema23.properties.columns.items.properties.description.type,parentSchema:schema23.properties.columns.items.properties.description,data:data10};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data7.tags !== undefined){
let data11 = data7.tags;
if((!(Array.isArray(data11))) && (data11 !== null)){
const err15 = {instancePath:instancePath+"/columns/" + i1+"/tags",schemaPath:"#/properties/columns/items/properties/tags/type",keyword:"type",params:{type: schema23.properties.columns.items.properties.tags.type},message:"must be array,null",schema:schema23.properties.columns.items.properties.tags.type,parentSchema:schema23.properties.columns.items.properties.tags,data:data11};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(Array.isArray(data11)){
const len2 = data11.length;
for(let i2=0; i2<len2; i2++){
let data12 = data11[i2];
if(typeof data12 !== "string"){
const err16 = {instancePath:instancePath+"/columns/" + i1+"/tags/" + i2,schemaPath:"#/properties/columns/items/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.properties.columns.items.properties.tags.items.type,parentSchema:schema23.properties.columns.items.properties.tags.items,data:data12};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
}
}
else {
const err17 = {instancePath:instancePath+"/columns/" + i1,schemaPath:"#/properties/columns/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema23.properties.columns.items.type,parentSchema:schema23.properties.columns.items,data:data7};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
}
if(data.freshness !== undefined){
let data13 = data.freshness;
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
if(data13.column === undefined){
const err18 = {instancePath:instancePath+"/freshness",schemaPath:"#/properties/freshness/required",keyword:"required",params:{missingProperty: "column"},message:"must have required property '"+"column"+"'",schema:schema23.properties.freshness.required,parentSchema:schema23.properties.freshness,data:data13};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(data13.within === undefined){
const err19 = {instancePath:instancePath+"/freshness",schemaPath:"#/properties/freshness/required",keyword:"required",params:{missingProperty: "within"},message:"must have required property '"+"within"+"'",schema:schema23.properties.freshness.required,parentSchema:schema23.properties.freshness,data:data13};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
for(const key2 in data13){
if(!((key2 === "column") || (key2 === "within"))){
const err20 = {instancePath:instancePath+"/freshness",schemaPath:"#/properties/freshness/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema23.properties.freshness,data:data13};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data13.column !== undefined){
let data14 = data13.column;
if(typeof data14 === "string"){
if(!pattern3.test(data14)){
const err21 = {instancePath:instancePath+"/freshness/column",schemaPath:"#/properties/freshness/properties/column/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema23.properties.freshness.properties.column,data:data14};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
else {
const err22 = {instancePath:instancePath+"/freshness/column",schemaPath:"#/properties/freshness/properties/column/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.properties.freshness.properties.column.type,parentSchema:schema23.properties.freshness.properties.column,data:data14};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data13.within !== undefined){
let data15 = data13.within;
if(typeof data15 !== "string"){
const err23 = {instancePath:instancePath+"/freshness/within",schemaPath:"#/properties/freshness/properties/within/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.properties.freshness.properties.within.type,parentSchema:schema23.properties.freshness.properties.within,data:data15};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
else {
const err24 = {instancePath:instancePath+"/freshness",schemaPath:"#/properties/freshness/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema23.properties.freshness.type,parentSchema:schema23.properties.freshness,data:data13};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
else {
const err25 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema23.type,parentSchema:schema23,data};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
validate59.errors = vErrors;
return errors === 0;
}
validate59.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate58(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="dataset.schema.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate58.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema22.required,parentSchema:schema22,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.version === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "version"},message:"must have required property '"+"version"+"'",schema:schema22.required,parentSchema:schema22,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.type === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema22.required,parentSchema:schema22,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.dataset === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "dataset"},message:"must have required property '"+"dataset"+"'",schema:schema22.required,parentSchema:schema22,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 in data){
if(!(func1.call(schema22.properties, key0))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema22,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern3.test(data0)){
const err5 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema22.properties.name,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.properties.name.type,parentSchema:schema22.properties.name,data:data0};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.version !== undefined){
let data1 = data.version;
if(typeof data1 !== "string"){
const err7 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.properties.version.type,parentSchema:schema22.properties.version,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.type !== undefined){
let data2 = data.type;
if(typeof data2 !== "string"){
const err8 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.properties.type.type,parentSchema:schema22.properties.type,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if("dataset" !== data2){
const err9 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/const",keyword:"const",params:{allowedValue: "dataset"},message:"must be equal to constant",schema:"dataset",parentSchema:schema22.properties.type,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.tags !== undefined){
let data3 = data.tags;
if((!(Array.isArray(data3))) && (data3 !== null)){
const err10 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: schema22.properties.tags.type},message:"must be array,null",schema:schema22.properties.tags.type,parentSchema:schema22.properties.tags,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(Array.isArray(data3)){
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
if(typeof data4 !== "string"){
const err11 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.properties.tags.items.type,parentSchema:schema22.properties.tags.items,data:data4};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
}
if(data.description !== undefined){
let data5 = data.description;
if((typeof data5 !== "string") && (data5 !== null)){
const err12 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: schema22.properties.description.type},message:"must be string,null",schema:schema22.properties.description.type,parentSchema:schema22.properties.description,data:data5};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.owner !== undefined){
let data6 = data.owner;
if((typeof data6 !== "string") && (data6 !== null)){
const err13 = {instancePath:instancePath+"/owner",schemaPath:"#/properties/owner/type",keyword:"type",params:{type: schema22.properties.owner.type},message:"must be string,null",schema:schema22.properties.owner.type,parentSchema:schema22.properties.owner,data:data6};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.layer !== undefined){
let data7 = data.layer;
if(typeof data7 !== "string"){
const err14 = {instancePath:instancePath+"/layer",schemaPath:"#/properties/layer/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.properties.layer.type,parentSchema:schema22.properties.layer,data:data7};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.workspace !== undefined){
let data8 = data.workspace;
if(typeof data8 !== "string"){
const err15 = {instancePath:instancePath+"/workspace",schemaPath:"#/properties/workspace/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.properties.workspace.type,parentSchema:schema22.properties.workspace,data:data8};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.title !== undefined){
let data9 = data.title;
if((typeof data9 !== "string") && (data9 !== null)){
const err16 = {instancePath:instancePath+"/title",schemaPath:"#/properties/title/type",keyword:"type",params:{type: schema22.properties.title.type},message:"must be string,null",schema:schema22.properties.title.type,parentSchema:schema22.properties.title,data:data9};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.runAsUser !== undefined){
let data10 = data.runAsUser;
if(typeof data10 !== "string"){
const err17 = {instancePath:instancePath+"/runAsUser",schemaPath:"#/properties/runAsUser/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.properties.runAsUser.type,parentSchema:schema22.properties.runAsUser,data:data10};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.dataset !== undefined){
if(!(validate59(data.dataset, {instancePath:instancePath+"/dataset",parentData:data,parentDataProperty:"dataset",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate59.errors : vErrors.concat(validate59.errors);
errors = vErrors.length;
}
}
}
else {
const err18 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema22.type,parentSchema:schema22,data};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
validate58.errors = vErrors;
return errors === 0;
}
validate58.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const depot = validate61;
const schema24 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"depot.schema.json","title":"Depot","description":"A connection to a place that holds data.","type":"object","properties":{"name":{"type":"string","pattern":"\\S","description":"Identity within its type and workspace. Lower-case letters, digits and dashes; at most 48 characters."},"version":{"type":"string","description":"Version of the resource type, usually v1."},"type":{"const":"depot","type":"string","description":"What kind of resource this document describes."},"tags":{"type":["array","null"],"items":{"type":"string"},"description":"Labels."},"description":{"type":["string","null"],"description":"What it is for. May be empty."},"owner":{"type":["string","null"],"description":"Who answers for it. Empty means whoever applies it."},"layer":{"type":"string","description":"user or system.","examples":["user","system"]},"workspace":{"type":"string","description":"Workspace of the resource. Default: public."},"title":{"type":["string","null"],"description":"Title for people."},"runAsUser":{"type":"string","description":"Accepted, has no effect here."},"depot":{"$ref":"#/$defs/depot"},"generation":{"description":"Written back by servers; ignored."},"uid":{"description":"Written back by servers; ignored."},"stamp":{"description":"Written back by servers; ignored."},"created":{"description":"Written back by servers; ignored."},"status":{"description":"Written back by servers; ignored."},"runtime":{"description":"Written back by servers; ignored."}},"required":["name","version","type","depot"],"additionalProperties":false,"$defs":{"depot":{"type":"object","properties":{"type":{"type":"string","pattern":"\\S","description":"Kind of the place: FILE, LAKEHOUSE, S3, ABFSS, JDBC and so on, in any letter case."},"description":{"type":["string","null"],"description":"What it holds."},"name":{"type":"string","description":"Accepted, has no effect."},"external":{"type":["boolean","string"],"description":"Owned by somebody else. Has no effect here."},"source":{"type":"string","description":"Name under which scanned metadata is filed."},"compute":{"type":"string","description":"Accepted, has no effect here."},"owner":{"type":["string","null"],"description":"Who answers for it."},"connectionSecret":{"type":["array","null"],"items":{"type":"object","properties":{"acl":{"type":"string","description":"r or rw.","examples":["r","rw"]},"type":{"type":"string","description":"key-value-properties."},"data":{"type":["object","null"],"additionalProperties":true,"description":"Credentials."},"values":{"type":["object","null"],"additionalProperties":true,"description":"Older name of data."},"files":{"type":["object","null"],"additionalProperties":true,"description":"Files with credentials."}},"additionalProperties":false},"description":"Credentials, written here (v1)."},"secrets":{"type":["array","null"],"items":{"type":"object","properties":{"name":{"type":"string","pattern":"\\S","description":"Name of the secret."},"workspace":{"type":"string","description":"Its workspace."},"keys":{"type":["array","null"],"items":{"type":"string"},"description":"Keys taken."},"allkeys":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Take all keys."},"allKeys":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Take all keys."}},"required":["name"],"additionalProperties":false},"description":"Credentials by reference (v2alpha)."},"dataosSecrets":{"type":["array","null"],"items":{"type":"object"},"description":"Credentials by reference."},"spec":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v1)."},"abfss":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"wasbs":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"s3":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"S3":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"gcs":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"jdbc":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"postgresql":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"mysql":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"oracle":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"mssql":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"sqlserver":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"redshift":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"snowflake":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"bigquery":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"mongodb":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"elasticsearch":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"elasticesearch":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"opensearch":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"kafka":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"pulsar":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"eventhub":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"databricks":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"file":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"lakehouse":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"hiveSync":{"type":["string","boolean"],"description":"Accepted, has no effect."},"runAsUser":{"type":"string","description":"Accepted, has no effect."},"resources":{"type":"object","description":"Accepted, has no effect."}},"required":["type"],"additionalProperties":false}}};
const schema25 = {"type":"object","properties":{"type":{"type":"string","pattern":"\\S","description":"Kind of the place: FILE, LAKEHOUSE, S3, ABFSS, JDBC and so on, in any letter case."},"description":{"type":["string","null"],"description":"What it holds."},"name":{"type":"string","description":"Accepted, has no effect."},"external":{"type":["boolean","string"],"description":"Owned by somebody else. Has no effect here."},"source":{"type":"string","description":"Name under which scanned metadata is filed."},"compute":{"type":"string","description":"Accepted, has no effect here."},"owner":{"type":["string","null"],"description":"Who answers for it."},"connectionSecret":{"type":["array","null"],"items":{"type":"object","properties":{"acl":{"type":"string","description":"r or rw.","examples":["r","rw"]},"type":{"type":"string","description":"key-value-properties."},"data":{"type":["object","null"],"additionalProperties":true,"description":"Credentials."},"values":{"type":["object","null"],"additionalProperties":true,"description":"Older name of data."},"files":{"type":["object","null"],"additionalProperties":true,"description":"Files with credentials."}},"additionalProperties":false},"description":"Credentials, written here (v1)."},"secrets":{"type":["array","null"],"items":{"type":"object","properties":{"name":{"type":"string","pattern":"\\S","description":"Name of the secret."},"workspace":{"type":"string","description":"Its workspace."},"keys":{"type":["array","null"],"items":{"type":"string"},"description":"Keys taken."},"allkeys":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Take all keys."},"allKeys":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Take all keys."}},"required":["name"],"additionalProperties":false},"description":"Credentials by reference (v2alpha)."},"dataosSecrets":{"type":["array","null"],"items":{"type":"object"},"description":"Credentials by reference."},"spec":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v1)."},"abfss":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"wasbs":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"s3":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"S3":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"gcs":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"jdbc":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"postgresql":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"mysql":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"oracle":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"mssql":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"sqlserver":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"redshift":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"snowflake":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"bigquery":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"mongodb":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"elasticsearch":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"elasticesearch":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"opensearch":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"kafka":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"pulsar":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"eventhub":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"databricks":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"file":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"lakehouse":{"type":["object","null"],"additionalProperties":true,"description":"Connection (v2alpha)."},"hiveSync":{"type":["string","boolean"],"description":"Accepted, has no effect."},"runAsUser":{"type":"string","description":"Accepted, has no effect."},"resources":{"type":"object","description":"Accepted, has no effect."}},"required":["type"],"additionalProperties":false};
const pattern11 = new RegExp("^(?:true|false|True|False|TRUE|FALSE)$", "u");

function validate62(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate62.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema25.required,parentSchema:schema25,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(func1.call(schema25.properties, key0))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema25,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.type !== undefined){
let data0 = data.type;
if(typeof data0 === "string"){
if(!pattern3.test(data0)){
const err2 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema25.properties.type,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema25.properties.type.type,parentSchema:schema25.properties.type,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.description !== undefined){
let data1 = data.description;
if((typeof data1 !== "string") && (data1 !== null)){
const err4 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: schema25.properties.description.type},message:"must be string,null",schema:schema25.properties.description.type,parentSchema:schema25.properties.description,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.name !== undefined){
let data2 = data.name;
if(typeof data2 !== "string"){
const err5 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema25.properties.name.type,parentSchema:schema25.properties.name,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.external !== undefined){
let data3 = data.external;
if((typeof data3 !== "boolean") && (typeof data3 !== "string")){
const err6 = {instancePath:instancePath+"/external",schemaPath:"#/properties/external/type",keyword:"type",params:{type: schema25.properties.external.type},message:"must be boolean,string",schema:schema25.properties.external.type,parentSchema:schema25.properties.external,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.source !== undefined){
let data4 = data.source;
if(typeof data4 !== "string"){
const err7 = {instancePath:instancePath+"/source",schemaPath:"#/properties/source/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema25.properties.source.type,parentSchema:schema25.properties.source,data:data4};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.compute !== undefined){
let data5 = data.compute;
if(typeof data5 !== "string"){
const err8 = {instancePath:instancePath+"/compute",schemaPath:"#/properties/compute/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema25.properties.compute.type,parentSchema:schema25.properties.compute,data:data5};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.owner !== undefined){
let data6 = data.owner;
if((typeof data6 !== "string") && (data6 !== null)){
const err9 = {instancePath:instancePath+"/owner",schemaPath:"#/properties/owner/type",keyword:"type",params:{type: schema25.properties.owner.type},message:"must be string,null",schema:schema25.properties.owner.type,parentSchema:schema25.properties.owner,data:data6};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.connectionSecret !== undefined){
let data7 = data.connectionSecret;
if((!(Array.isArray(data7))) && (data7 !== null)){
const err10 = {instancePath:instancePath+"/connectionSecret",schemaPath:"#/properties/connectionSecret/type",keyword:"type",params:{type: schema25.properties.connectionSecret.type},message:"must be array,null",schema:schema25.properties.connectionSecret.type,parentSchema:schema25.properties.connectionSecret,data:data7};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(Array.isArray(data7)){
const len0 = data7.length;
for(let i0=0; i0<len0; i0++){
let data8 = data7[i0];
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
for(const key1 in data8){
if(!(((((key1 === "acl") || (key1 === "type")) || (key1 === "data")) || (key1 === "values")) || (key1 === "files"))){
const err11 = {instancePath:instancePath+"/connectionSecret/" + i0,schemaPath:"#/properties/connectionSecret/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema25.properties.connectionSecret.items,data:data8};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data8.acl !== undefined){
let data9 = data8.acl;
if(typeof data9 !== "string"){
const err12 = {instancePath:instancePath+"/connectionSecret/" + i0+"/acl",schemaPath:"#/properties/connectionSecret/items/properties/acl/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema25.properties.connectionSecret.items.properties.acl.type,parentSchema:schema25.properties.connectionSecret.items.properties.acl,data:data9};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data8.type !== undefined){
let data10 = data8.type;
if(typeof data10 !== "string"){
const err13 = {instancePath:instancePath+"/connectionSecret/" + i0+"/type",schemaPath:"#/properties/connectionSecret/items/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema25.properties.connectionSecret.items.properties.type.type,parentSchema:schema25.properties.connectionSecret.items.properties.type,data:data10};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data8.data !== undefined){
let data11 = data8.data;
if((!(data11 && typeof data11 == "object" && !Array.isArray(data11))) && (data11 !== null)){
const err14 = {instancePath:instancePath+"/connectionSecret/" + i0+"/data",schemaPath:"#/properties/connectionSecret/items/properties/data/type",keyword:"type",params:{type: schema25.properties.connectionSecret.items.properties.data.type},message:"must be object,null",schema:schema25.properties.connectionSecret.items.properties.data.type,parentSchema:schema25.properties.connectionSecret.items.properties.data,data:data11};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data8.values !== undefined){
let data12 = data8.values;
if((!(data12 && typeof data12 == "object" && !Array.isArray(data12))) && (data12 !== null)){
const err15 = {instancePath:instancePath+"/connectionSecret/" + i0+"/values",schemaPath:"#/properties/connectionSecret/items/properties/values/type",keyword:"type",params:{type: schema25.properties.connectionSecret.items.properties.values.type},message:"must be object,null",schema:schema25.properties.connectionSecret.items.properties.values.type,parentSchema:schema25.properties.connectionSecret.items.properties.values,data:data12};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data8.files !== undefined){
let data13 = data8.files;
if((!(data13 && typeof data13 == "object" && !Array.isArray(data13))) && (data13 !== null)){
const err16 = {instancePath:instancePath+"/connectionSecret/" + i0+"/files",schemaPath:"#/properties/connectionSecret/items/properties/files/type",keyword:"type",params:{type: schema25.properties.connectionSecret.items.properties.files.type},message:"must be object,null",schema:schema25.properties.connectionSecret.items.properties.files.type,parentSchema:schema25.properties.connectionSecret.items.properties.files,data:data13};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
else {
const err17 = {instancePath:instancePath+"/connectionSecret/" + i0,schemaPath:"#/properties/connectionSecret/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema25.properties.connectionSecret.items.type,parentSchema:schema25.properties.connectionSecret.items,data:data8};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
}
if(data.secrets !== undefined){
let data14 = data.secrets;
if((!(Array.isArray(data14))) && (data14 !== null)){
const err18 = {instancePath:instancePath+"/secrets",schemaPath:"#/properties/secrets/type",keyword:"type",params:{type: schema25.properties.secrets.type},message:"must be array,null",schema:schema25.properties.secrets.type,parentSchema:schema25.properties.secrets,data:data14};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(Array.isArray(data14)){
const len1 = data14.length;
for(let i1=0; i1<len1; i1++){
let data15 = data14[i1];
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
if(data15.name === undefined){
const err19 = {instancePath:instancePath+"/secrets/" + i1,schemaPath:"#/properties/secrets/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema25.properties.secrets.items.required,parentSchema:schema25.properties.secrets.items,data:data15};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
for(const key2 in data15){
if(!(((((key2 === "name") || (key2 === "workspace")) || (key2 === "keys")) || (key2 === "allkeys")) || (key2 === "allKeys"))){
const err20 = {instancePath:instancePath+"/secrets/" + i1,schemaPath:"#/properties/secrets/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema25.properties.secrets.items,data:data15};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data15.name !== undefined){
let data16 = data15.name;
if(typeof data16 === "string"){
if(!pattern3.test(data16)){
const err21 = {instancePath:instancePath+"/secrets/" + i1+"/name",schemaPath:"#/properties/secrets/items/properties/name/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema25.properties.secrets.items.properties.name,data:data16};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
else {
const err22 = {instancePath:instancePath+"/secrets/" + i1+"/name",schemaPath:"#/properties/secrets/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema25.properties.secrets.items.properties.name.type,parentSchema:schema25.properties.secrets.items.properties.name,data:data16};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data15.workspace !== undefined){
let data17 = data15.workspace;
if(typeof data17 !== "string"){
const err23 = {instancePath:instancePath+"/secrets/" + i1+"/workspace",schemaPath:"#/properties/secrets/items/properties/workspace/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema25.properties.secrets.items.properties.workspace.type,parentSchema:schema25.properties.secrets.items.properties.workspace,data:data17};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data15.keys !== undefined){
let data18 = data15.keys;
if((!(Array.isArray(data18))) && (data18 !== null)){
const err24 = {instancePath:instancePath+"/secrets/" + i1+"/keys",schemaPath:"#/properties/secrets/items/properties/keys/type",keyword:"type",params:{type: schema25.properties.secrets.items.properties.keys.type},message:"must be array,null",schema:schema25.properties.secrets.items.properties.keys.type,parentSchema:schema25.properties.secrets.items.properties.keys,data:data18};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(Array.isArray(data18)){
const len2 = data18.length;
for(let i2=0; i2<len2; i2++){
let data19 = data18[i2];
if(typeof data19 !== "string"){
const err25 = {instancePath:instancePath+"/secrets/" + i1+"/keys/" + i2,schemaPath:"#/properties/secrets/items/properties/keys/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema25.properties.secrets.items.properties.keys.items.type,parentSchema:schema25.properties.secrets.items.properties.keys.items,data:data19};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
}
if(data15.allkeys !== undefined){
let data20 = data15.allkeys;
if((typeof data20 !== "boolean") && (typeof data20 !== "string")){
const err26 = {instancePath:instancePath+"/secrets/" + i1+"/allkeys",schemaPath:"#/properties/secrets/items/properties/allkeys/type",keyword:"type",params:{type: schema25.properties.secrets.items.properties.allkeys.type},message:"must be boolean,string",schema:schema25.properties.secrets.items.properties.allkeys.type,parentSchema:schema25.properties.secrets.items.properties.allkeys,data:data20};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if(typeof data20 === "string"){
if(!pattern11.test(data20)){
const err27 = {instancePath:instancePath+"/secrets/" + i1+"/allkeys",schemaPath:"#/properties/secrets/items/properties/allkeys/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema25.properties.secrets.items.properties.allkeys,data:data20};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
}
if(data15.allKeys !== undefined){
let data21 = data15.allKeys;
if((typeof data21 !== "boolean") && (typeof data21 !== "string")){
const err28 = {instancePath:instancePath+"/secrets/" + i1+"/allKeys",schemaPath:"#/properties/secrets/items/properties/allKeys/type",keyword:"type",params:{type: schema25.properties.secrets.items.properties.allKeys.type},message:"must be boolean,string",schema:schema25.properties.secrets.items.properties.allKeys.type,parentSchema:schema25.properties.secrets.items.properties.allKeys,data:data21};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if(typeof data21 === "string"){
if(!pattern11.test(data21)){
const err29 = {instancePath:instancePath+"/secrets/" + i1+"/allKeys",schemaPath:"#/properties/secrets/items/properties/allKeys/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema25.properties.secrets.items.properties.allKeys,data:data21};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
}
}
else {
const err30 = {instancePath:instancePath+"/secrets/" + i1,schemaPath:"#/properties/secrets/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema25.properties.secrets.items.type,parentSchema:schema25.properties.secrets.items,data:data15};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
}
}
if(data.dataosSecrets !== undefined){
let data22 = data.dataosSecrets;
if((!(Array.isArray(data22))) && (data22 !== null)){
const err31 = {instancePath:instancePath+"/dataosSecrets",schemaPath:"#/properties/dataosSecrets/type",keyword:"type",params:{type: schema25.properties.dataosSecrets.type},message:"must be array,null",schema:schema25.properties.dataosSecrets.type,parentSchema:schema25.properties.dataosSecrets,data:data22};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if(Array.isArray(data22)){
const len3 = data22.length;
for(let i3=0; i3<len3; i3++){
let data23 = data22[i3];
if(!(data23 && typeof data23 == "object" && !Array.isArray(data23))){
const err32 = {instancePath:instancePath+"/dataosSecrets/" + i3,schemaPath:"#/properties/dataosSecrets/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema25.properties.dataosSecrets.items.type,parentSchema:schema25.properties.dataosSecrets.items,data:data23};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
}
}
if(data.spec !== undefined){
let data24 = data.spec;
if((!(data24 && typeof data24 == "object" && !Array.isArray(data24))) && (data24 !== null)){
const err33 = {instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/type",keyword:"type",params:{type: schema25.properties.spec.type},message:"must be object,null",schema:schema25.properties.spec.type,parentSchema:schema25.properties.spec,data:data24};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data.abfss !== undefined){
let data25 = data.abfss;
if((!(data25 && typeof data25 == "object" && !Array.isArray(data25))) && (data25 !== null)){
const err34 = {instancePath:instancePath+"/abfss",schemaPath:"#/properties/abfss/type",keyword:"type",params:{type: schema25.properties.abfss.type},message:"must be object,null",schema:schema25.properties.abfss.type,parentSchema:schema25.properties.abfss,data:data25};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data.wasbs !== undefined){
let data26 = data.wasbs;
if((!(data26 && typeof data26 == "object" && !Array.isArray(data26))) && (data26 !== null)){
const err35 = {instancePath:instancePath+"/wasbs",schemaPath:"#/properties/wasbs/type",keyword:"type",params:{type: schema25.properties.wasbs.type},message:"must be object,null",schema:schema25.properties.wasbs.type,parentSchema:schema25.properties.wasbs,data:data26};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data.s3 !== undefined){
let data27 = data.s3;
if((!(data27 && typeof data27 == "object" && !Array.isArray(data27))) && (data27 !== null)){
const err36 = {instancePath:instancePath+"/s3",schemaPath:"#/properties/s3/type",keyword:"type",params:{type: schema25.properties.s3.type},message:"must be object,null",schema:schema25.properties.s3.type,parentSchema:schema25.properties.s3,data:data27};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data.S3 !== undefined){
let data28 = data.S3;
if((!(data28 && typeof data28 == "object" && !Array.isArray(data28))) && (data28 !== null)){
const err37 = {instancePath:instancePath+"/S3",schemaPath:"#/properties/S3/type",keyword:"type",params:{type: schema25.properties.S3.type},message:"must be object,null",schema:schema25.properties.S3.type,parentSchema:schema25.properties.S3,data:data28};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
if(data.gcs !== undefined){
let data29 = data.gcs;
if((!(data29 && typeof data29 == "object" && !Array.isArray(data29))) && (data29 !== null)){
const err38 = {instancePath:instancePath+"/gcs",schemaPath:"#/properties/gcs/type",keyword:"type",params:{type: schema25.properties.gcs.type},message:"must be object,null",schema:schema25.properties.gcs.type,parentSchema:schema25.properties.gcs,data:data29};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data.jdbc !== undefined){
let data30 = data.jdbc;
if((!(data30 && typeof data30 == "object" && !Array.isArray(data30))) && (data30 !== null)){
const err39 = {instancePath:instancePath+"/jdbc",schemaPath:"#/properties/jdbc/type",keyword:"type",params:{type: schema25.properties.jdbc.type},message:"must be object,null",schema:schema25.properties.jdbc.type,parentSchema:schema25.properties.jdbc,data:data30};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data.postgresql !== undefined){
let data31 = data.postgresql;
if((!(data31 && typeof data31 == "object" && !Array.isArray(data31))) && (data31 !== null)){
const err40 = {instancePath:instancePath+"/postgresql",schemaPath:"#/properties/postgresql/type",keyword:"type",params:{type: schema25.properties.postgresql.type},message:"must be object,null",schema:schema25.properties.postgresql.type,parentSchema:schema25.properties.postgresql,data:data31};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data.mysql !== undefined){
let data32 = data.mysql;
if((!(data32 && typeof data32 == "object" && !Array.isArray(data32))) && (data32 !== null)){
const err41 = {instancePath:instancePath+"/mysql",schemaPath:"#/properties/mysql/type",keyword:"type",params:{type: schema25.properties.mysql.type},message:"must be object,null",schema:schema25.properties.mysql.type,parentSchema:schema25.properties.mysql,data:data32};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data.oracle !== undefined){
let data33 = data.oracle;
if((!(data33 && typeof data33 == "object" && !Array.isArray(data33))) && (data33 !== null)){
const err42 = {instancePath:instancePath+"/oracle",schemaPath:"#/properties/oracle/type",keyword:"type",params:{type: schema25.properties.oracle.type},message:"must be object,null",schema:schema25.properties.oracle.type,parentSchema:schema25.properties.oracle,data:data33};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data.mssql !== undefined){
let data34 = data.mssql;
if((!(data34 && typeof data34 == "object" && !Array.isArray(data34))) && (data34 !== null)){
const err43 = {instancePath:instancePath+"/mssql",schemaPath:"#/properties/mssql/type",keyword:"type",params:{type: schema25.properties.mssql.type},message:"must be object,null",schema:schema25.properties.mssql.type,parentSchema:schema25.properties.mssql,data:data34};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data.sqlserver !== undefined){
let data35 = data.sqlserver;
if((!(data35 && typeof data35 == "object" && !Array.isArray(data35))) && (data35 !== null)){
const err44 = {instancePath:instancePath+"/sqlserver",schemaPath:"#/properties/sqlserver/type",keyword:"type",params:{type: schema25.properties.sqlserver.type},message:"must be object,null",schema:schema25.properties.sqlserver.type,parentSchema:schema25.properties.sqlserver,data:data35};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
if(data.redshift !== undefined){
let data36 = data.redshift;
if((!(data36 && typeof data36 == "object" && !Array.isArray(data36))) && (data36 !== null)){
const err45 = {instancePath:instancePath+"/redshift",schemaPath:"#/properties/redshift/type",keyword:"type",params:{type: schema25.properties.redshift.type},message:"must be object,null",schema:schema25.properties.redshift.type,parentSchema:schema25.properties.redshift,data:data36};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data.snowflake !== undefined){
let data37 = data.snowflake;
if((!(data37 && typeof data37 == "object" && !Array.isArray(data37))) && (data37 !== null)){
const err46 = {instancePath:instancePath+"/snowflake",schemaPath:"#/properties/snowflake/type",keyword:"type",params:{type: schema25.properties.snowflake.type},message:"must be object,null",schema:schema25.properties.snowflake.type,parentSchema:schema25.properties.snowflake,data:data37};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data.bigquery !== undefined){
let data38 = data.bigquery;
if((!(data38 && typeof data38 == "object" && !Array.isArray(data38))) && (data38 !== null)){
const err47 = {instancePath:instancePath+"/bigquery",schemaPath:"#/properties/bigquery/type",keyword:"type",params:{type: schema25.properties.bigquery.type},message:"must be object,null",schema:schema25.properties.bigquery.type,parentSchema:schema25.properties.bigquery,data:data38};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data.mongodb !== undefined){
let data39 = data.mongodb;
if((!(data39 && typeof data39 == "object" && !Array.isArray(data39))) && (data39 !== null)){
const err48 = {instancePath:instancePath+"/mongodb",schemaPath:"#/properties/mongodb/type",keyword:"type",params:{type: schema25.properties.mongodb.type},message:"must be object,null",schema:schema25.properties.mongodb.type,parentSchema:schema25.properties.mongodb,data:data39};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data.elasticsearch !== undefined){
let data40 = data.elasticsearch;
if((!(data40 && typeof data40 == "object" && !Array.isArray(data40))) && (data40 !== null)){
const err49 = {instancePath:instancePath+"/elasticsearch",schemaPath:"#/properties/elasticsearch/type",keyword:"type",params:{type: schema25.properties.elasticsearch.type},message:"must be object,null",schema:schema25.properties.elasticsearch.type,parentSchema:schema25.properties.elasticsearch,data:data40};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data.elasticesearch !== undefined){
let data41 = data.elasticesearch;
if((!(data41 && typeof data41 == "object" && !Array.isArray(data41))) && (data41 !== null)){
const err50 = {instancePath:instancePath+"/elasticesearch",schemaPath:"#/properties/elasticesearch/type",keyword:"type",params:{type: schema25.properties.elasticesearch.type},message:"must be object,null",schema:schema25.properties.elasticesearch.type,parentSchema:schema25.properties.elasticesearch,data:data41};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data.opensearch !== undefined){
let data42 = data.opensearch;
if((!(data42 && typeof data42 == "object" && !Array.isArray(data42))) && (data42 !== null)){
const err51 = {instancePath:instancePath+"/opensearch",schemaPath:"#/properties/opensearch/type",keyword:"type",params:{type: schema25.properties.opensearch.type},message:"must be object,null",schema:schema25.properties.opensearch.type,parentSchema:schema25.properties.opensearch,data:data42};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(data.kafka !== undefined){
let data43 = data.kafka;
if((!(data43 && typeof data43 == "object" && !Array.isArray(data43))) && (data43 !== null)){
const err52 = {instancePath:instancePath+"/kafka",schemaPath:"#/properties/kafka/type",keyword:"type",params:{type: schema25.properties.kafka.type},message:"must be object,null",schema:schema25.properties.kafka.type,parentSchema:schema25.properties.kafka,data:data43};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(data.pulsar !== undefined){
let data44 = data.pulsar;
if((!(data44 && typeof data44 == "object" && !Array.isArray(data44))) && (data44 !== null)){
const err53 = {instancePath:instancePath+"/pulsar",schemaPath:"#/properties/pulsar/type",keyword:"type",params:{type: schema25.properties.pulsar.type},message:"must be object,null",schema:schema25.properties.pulsar.type,parentSchema:schema25.properties.pulsar,data:data44};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data.eventhub !== undefined){
let data45 = data.eventhub;
if((!(data45 && typeof data45 == "object" && !Array.isArray(data45))) && (data45 !== null)){
const err54 = {instancePath:instancePath+"/eventhub",schemaPath:"#/properties/eventhub/type",keyword:"type",params:{type: schema25.properties.eventhub.type},message:"must be object,null",schema:schema25.properties.eventhub.type,parentSchema:schema25.properties.eventhub,data:data45};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data.databricks !== undefined){
let data46 = data.databricks;
if((!(data46 && typeof data46 == "object" && !Array.isArray(data46))) && (data46 !== null)){
const err55 = {instancePath:instancePath+"/databricks",schemaPath:"#/properties/databricks/type",keyword:"type",params:{type: schema25.properties.databricks.type},message:"must be object,null",schema:schema25.properties.databricks.type,parentSchema:schema25.properties.databricks,data:data46};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
if(data.file !== undefined){
let data47 = data.file;
if((!(data47 && typeof data47 == "object" && !Array.isArray(data47))) && (data47 !== null)){
const err56 = {instancePath:instancePath+"/file",schemaPath:"#/properties/file/type",keyword:"type",params:{type: schema25.properties.file.type},message:"must be object,null",schema:schema25.properties.file.type,parentSchema:schema25.properties.file,data:data47};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
if(data.lakehouse !== undefined){
let data48 = data.lakehouse;
if((!(data48 && typeof data48 == "object" && !Array.isArray(data48))) && (data48 !== null)){
const err57 = {instancePath:instancePath+"/lakehouse",schemaPath:"#/properties/lakehouse/type",keyword:"type",params:{type: schema25.properties.lakehouse.type},message:"must be object,null",schema:schema25.properties.lakehouse.type,parentSchema:schema25.properties.lakehouse,data:data48};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
if(data.hiveSync !== undefined){
let data49 = data.hiveSync;
if((typeof data49 !== "string") && (typeof data49 !== "boolean")){
const err58 = {instancePath:instancePath+"/hiveSync",schemaPath:"#/properties/hiveSync/type",keyword:"type",params:{type: schema25.properties.hiveSync.type},message:"must be string,boolean",schema:schema25.properties.hiveSync.type,parentSchema:schema25.properties.hiveSync,data:data49};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
if(data.runAsUser !== undefined){
let data50 = data.runAsUser;
if(typeof data50 !== "string"){
const err59 = {instancePath:instancePath+"/runAsUser",schemaPath:"#/properties/runAsUser/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema25.properties.runAsUser.type,parentSchema:schema25.properties.runAsUser,data:data50};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
if(data.resources !== undefined){
let data51 = data.resources;
if(!(data51 && typeof data51 == "object" && !Array.isArray(data51))){
const err60 = {instancePath:instancePath+"/resources",schemaPath:"#/properties/resources/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema25.properties.resources.type,parentSchema:schema25.properties.resources,data:data51};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
}
else {
const err61 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema25.type,parentSchema:schema25,data};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
validate62.errors = vErrors;
return errors === 0;
}
validate62.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate61(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="depot.schema.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate61.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema24.required,parentSchema:schema24,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.version === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "version"},message:"must have required property '"+"version"+"'",schema:schema24.required,parentSchema:schema24,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.type === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema24.required,parentSchema:schema24,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.depot === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "depot"},message:"must have required property '"+"depot"+"'",schema:schema24.required,parentSchema:schema24,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 in data){
if(!(func1.call(schema24.properties, key0))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema24,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern3.test(data0)){
const err5 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema24.properties.name,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema24.properties.name.type,parentSchema:schema24.properties.name,data:data0};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.version !== undefined){
let data1 = data.version;
if(typeof data1 !== "string"){
const err7 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema24.properties.version.type,parentSchema:schema24.properties.version,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.type !== undefined){
let data2 = data.type;
if(typeof data2 !== "string"){
const err8 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema24.properties.type.type,parentSchema:schema24.properties.type,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if("depot" !== data2){
const err9 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/const",keyword:"const",params:{allowedValue: "depot"},message:"must be equal to constant",schema:"depot",parentSchema:schema24.properties.type,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.tags !== undefined){
let data3 = data.tags;
if((!(Array.isArray(data3))) && (data3 !== null)){
const err10 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: schema24.properties.tags.type},message:"must be array,null",schema:schema24.properties.tags.type,parentSchema:schema24.properties.tags,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(Array.isArray(data3)){
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
if(typeof data4 !== "string"){
const err11 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema24.properties.tags.items.type,parentSchema:schema24.properties.tags.items,data:data4};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
}
if(data.description !== undefined){
let data5 = data.description;
if((typeof data5 !== "string") && (data5 !== null)){
const err12 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: schema24.properties.description.type},message:"must be string,null",schema:schema24.properties.description.type,parentSchema:schema24.properties.description,data:data5};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.owner !== undefined){
let data6 = data.owner;
if((typeof data6 !== "string") && (data6 !== null)){
const err13 = {instancePath:instancePath+"/owner",schemaPath:"#/properties/owner/type",keyword:"type",params:{type: schema24.properties.owner.type},message:"must be string,null",schema:schema24.properties.owner.type,parentSchema:schema24.properties.owner,data:data6};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.layer !== undefined){
let data7 = data.layer;
if(typeof data7 !== "string"){
const err14 = {instancePath:instancePath+"/layer",schemaPath:"#/properties/layer/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema24.properties.layer.type,parentSchema:schema24.properties.layer,data:data7};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.workspace !== undefined){
let data8 = data.workspace;
if(typeof data8 !== "string"){
const err15 = {instancePath:instancePath+"/workspace",schemaPath:"#/properties/workspace/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema24.properties.workspace.type,parentSchema:schema24.properties.workspace,data:data8};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.title !== undefined){
let data9 = data.title;
if((typeof data9 !== "string") && (data9 !== null)){
const err16 = {instancePath:instancePath+"/title",schemaPath:"#/properties/title/type",keyword:"type",params:{type: schema24.properties.title.type},message:"must be string,null",schema:schema24.properties.title.type,parentSchema:schema24.properties.title,data:data9};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.runAsUser !== undefined){
let data10 = data.runAsUser;
if(typeof data10 !== "string"){
const err17 = {instancePath:instancePath+"/runAsUser",schemaPath:"#/properties/runAsUser/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema24.properties.runAsUser.type,parentSchema:schema24.properties.runAsUser,data:data10};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.depot !== undefined){
if(!(validate62(data.depot, {instancePath:instancePath+"/depot",parentData:data,parentDataProperty:"depot",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate62.errors : vErrors.concat(validate62.errors);
errors = vErrors.length;
}
}
}
else {
const err18 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema24.type,parentSchema:schema24,data};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
validate61.errors = vErrors;
return errors === 0;
}
validate61.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const flareSteps = validate64;
const schema26 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"flare-steps.schema.json","title":"Flare steps","description":"A step file of a Flare job.","type":["object","array"],"properties":{"sequence":{"$ref":"#/$defs/sequence"},"sink":{"$ref":"#/$defs/sinks"},"steps":{"type":"array","items":{"$ref":"#/$defs/step"},"description":"Steps wrapped once more; accepted."}},"additionalProperties":false,"items":{"$ref":"#/$defs/item"},"$defs":{"step":{"type":["object","string"],"properties":{"sequence":{"$ref":"#/$defs/sequence"},"sink":{"$ref":"#/$defs/sinks"}},"additionalProperties":false,"description":"A path of a step file, or a map with a sequence."},"sequence":{"type":"array","items":{"$ref":"#/$defs/item"},"description":"Views, each built from the ones before it."},"item":{"type":"object","properties":{"name":{"type":"string","pattern":"\\S","description":"View that later steps and outputs use."},"doc":{"type":["string","null"],"description":"Comment."},"sql":{"type":"string","description":"One Spark SQL statement."},"sqlFile":{"type":"string","description":"A file that holds the SQL."},"functions":{"type":["array","null"],"items":{"type":"object","properties":{"name":{"type":"string","pattern":"\\S","description":"Name of the function."}},"required":["name"],"additionalProperties":true,"description":"A function and its arguments."},"description":"Applied to the result of the SQL, in order."},"classpath":{"type":"string","description":"A step in JVM code. Not supported.","deprecated":true},"params":{"type":["object","null"],"additionalProperties":true,"description":"Arguments of classpath."},"commands":{"type":["array","null"],"items":{"type":"object"},"description":"Cache hints. Have no effect here."}},"required":["name"],"additionalProperties":false},"sinks":{"type":["array","null"],"items":{"type":"object","properties":{"sequenceName":{"type":"string","description":"View to write."},"datasetName":{"type":"string","description":"Dataset in the depot of the output."},"outputName":{"type":"string","description":"Name of the output."},"outputType":{"type":"string","description":"Format."},"outputOptions":{"type":["object","null"],"additionalProperties":true,"description":"Options of the output."},"title":{"type":["string","null"],"description":"Title."},"description":{"type":["string","null"],"description":"Description."},"tags":{"type":["array","null"],"items":{"type":"string"},"description":"Labels."}},"additionalProperties":false},"description":"Before version 7.0: which view goes to which output."}}};
const schema27 = {"type":"object","properties":{"name":{"type":"string","pattern":"\\S","description":"View that later steps and outputs use."},"doc":{"type":["string","null"],"description":"Comment."},"sql":{"type":"string","description":"One Spark SQL statement."},"sqlFile":{"type":"string","description":"A file that holds the SQL."},"functions":{"type":["array","null"],"items":{"type":"object","properties":{"name":{"type":"string","pattern":"\\S","description":"Name of the function."}},"required":["name"],"additionalProperties":true,"description":"A function and its arguments."},"description":"Applied to the result of the SQL, in order."},"classpath":{"type":"string","description":"A step in JVM code. Not supported.","deprecated":true},"params":{"type":["object","null"],"additionalProperties":true,"description":"Arguments of classpath."},"commands":{"type":["array","null"],"items":{"type":"object"},"description":"Cache hints. Have no effect here."}},"required":["name"],"additionalProperties":false};

function validate65(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate65.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema27.required,parentSchema:schema27,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!((((((((key0 === "name") || (key0 === "doc")) || (key0 === "sql")) || (key0 === "sqlFile")) || (key0 === "functions")) || (key0 === "classpath")) || (key0 === "params")) || (key0 === "commands"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema27,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern3.test(data0)){
const err2 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema27.properties.name,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema27.properties.name.type,parentSchema:schema27.properties.name,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.doc !== undefined){
let data1 = data.doc;
if((typeof data1 !== "string") && (data1 !== null)){
const err4 = {instancePath:instancePath+"/doc",schemaPath:"#/properties/doc/type",keyword:"type",params:{type: schema27.properties.doc.type},message:"must be string,null",schema:schema27.properties.doc.type,parentSchema:schema27.properties.doc,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.sql !== undefined){
let data2 = data.sql;
if(typeof data2 !== "string"){
const err5 = {instancePath:instancePath+"/sql",schemaPath:"#/properties/sql/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema27.properties.sql.type,parentSchema:schema27.properties.sql,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.sqlFile !== undefined){
let data3 = data.sqlFile;
if(typeof data3 !== "string"){
const err6 = {instancePath:instancePath+"/sqlFile",schemaPath:"#/properties/sqlFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema27.properties.sqlFile.type,parentSchema:schema27.properties.sqlFile,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.functions !== undefined){
let data4 = data.functions;
if((!(Array.isArray(data4))) && (data4 !== null)){
const err7 = {instancePath:instancePath+"/functions",schemaPath:"#/properties/functions/type",keyword:"type",params:{type: schema27.properties.functions.type},message:"must be array,null",schema:schema27.properties.functions.type,parentSchema:schema27.properties.functions,data:data4};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(Array.isArray(data4)){
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
let data5 = data4[i0];
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
if(data5.name === undefined){
const err8 = {instancePath:instancePath+"/functions/" + i0,schemaPath:"#/properties/functions/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema27.properties.functions.items.required,parentSchema:schema27.properties.functions.items,data:data5};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data5.name !== undefined){
let data6 = data5.name;
if(typeof data6 === "string"){
if(!pattern3.test(data6)){
const err9 = {instancePath:instancePath+"/functions/" + i0+"/name",schemaPath:"#/properties/functions/items/properties/name/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema27.properties.functions.items.properties.name,data:data6};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/functions/" + i0+"/name",schemaPath:"#/properties/functions/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema27.properties.functions.items.properties.name.type,parentSchema:schema27.properties.functions.items.properties.name,data:data6};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath:instancePath+"/functions/" + i0,schemaPath:"#/properties/functions/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema27.properties.functions.items.type,parentSchema:schema27.properties.functions.items,data:data5};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
}
if(data.classpath !== undefined){
let data7 = data.classpath;
if(typeof data7 !== "string"){
const err12 = {instancePath:instancePath+"/classpath",schemaPath:"#/properties/classpath/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema27.properties.classpath.type,parentSchema:schema27.properties.classpath,data:data7};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.params !== undefined){
let data8 = data.params;
if((!(data8 && typeof data8 == "object" && !Array.isArray(data8))) && (data8 !== null)){
const err13 = {instancePath:instancePath+"/params",schemaPath:"#/properties/params/type",keyword:"type",params:{type: schema27.properties.params.type},message:"must be object,null",schema:schema27.properties.params.type,parentSchema:schema27.properties.params,data:data8};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.commands !== undefined){
let data9 = data.commands;
if((!(Array.isArray(data9))) && (data9 !== null)){
const err14 = {instancePath:instancePath+"/commands",schemaPath:"#/properties/commands/type",keyword:"type",params:{type: schema27.properties.commands.type},message:"must be array,null",schema:schema27.properties.commands.type,parentSchema:schema27.properties.commands,data:data9};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if(Array.isArray(data9)){
const len1 = data9.length;
for(let i1=0; i1<len1; i1++){
let data10 = data9[i1];
if(!(data10 && typeof data10 == "object" && !Array.isArray(data10))){
const err15 = {instancePath:instancePath+"/commands/" + i1,schemaPath:"#/properties/commands/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema27.properties.commands.items.type,parentSchema:schema27.properties.commands.items,data:data10};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
}
}
else {
const err16 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema27.type,parentSchema:schema27,data};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
validate65.errors = vErrors;
return errors === 0;
}
validate65.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema28 = {"type":"array","items":{"$ref":"#/$defs/item"},"description":"Views, each built from the ones before it."};

function validate67(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate67.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
if(!(validate65(data[i0], {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate65.errors : vErrors.concat(validate65.errors);
errors = vErrors.length;
}
}
}
else {
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema28.type,parentSchema:schema28,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
validate67.errors = vErrors;
return errors === 0;
}
validate67.evaluated = {"items":true,"dynamicProps":false,"dynamicItems":false};

const schema29 = {"type":["array","null"],"items":{"type":"object","properties":{"sequenceName":{"type":"string","description":"View to write."},"datasetName":{"type":"string","description":"Dataset in the depot of the output."},"outputName":{"type":"string","description":"Name of the output."},"outputType":{"type":"string","description":"Format."},"outputOptions":{"type":["object","null"],"additionalProperties":true,"description":"Options of the output."},"title":{"type":["string","null"],"description":"Title."},"description":{"type":["string","null"],"description":"Description."},"tags":{"type":["array","null"],"items":{"type":"string"},"description":"Labels."}},"additionalProperties":false},"description":"Before version 7.0: which view goes to which output."};

function validate70(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate70.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if((!(Array.isArray(data))) && (data !== null)){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema29.type},message:"must be array,null",schema:schema29.type,parentSchema:schema29,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
for(const key0 in data0){
if(!((((((((key0 === "sequenceName") || (key0 === "datasetName")) || (key0 === "outputName")) || (key0 === "outputType")) || (key0 === "outputOptions")) || (key0 === "title")) || (key0 === "description")) || (key0 === "tags"))){
const err1 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema29.items,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data0.sequenceName !== undefined){
let data1 = data0.sequenceName;
if(typeof data1 !== "string"){
const err2 = {instancePath:instancePath+"/" + i0+"/sequenceName",schemaPath:"#/items/properties/sequenceName/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema29.items.properties.sequenceName.type,parentSchema:schema29.items.properties.sequenceName,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data0.datasetName !== undefined){
let data2 = data0.datasetName;
if(typeof data2 !== "string"){
const err3 = {instancePath:instancePath+"/" + i0+"/datasetName",schemaPath:"#/items/properties/datasetName/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema29.items.properties.datasetName.type,parentSchema:schema29.items.properties.datasetName,data:data2};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data0.outputName !== undefined){
let data3 = data0.outputName;
if(typeof data3 !== "string"){
const err4 = {instancePath:instancePath+"/" + i0+"/outputName",schemaPath:"#/items/properties/outputName/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema29.items.properties.outputName.type,parentSchema:schema29.items.properties.outputName,data:data3};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data0.outputType !== undefined){
let data4 = data0.outputType;
if(typeof data4 !== "string"){
const err5 = {instancePath:instancePath+"/" + i0+"/outputType",schemaPath:"#/items/properties/outputType/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema29.items.properties.outputType.type,parentSchema:schema29.items.properties.outputType,data:data4};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data0.outputOptions !== undefined){
let data5 = data0.outputOptions;
if((!(data5 && typeof data5 == "object" && !Array.isArray(data5))) && (data5 !== null)){
const err6 = {instancePath:instancePath+"/" + i0+"/outputOptions",schemaPath:"#/items/properties/outputOptions/type",keyword:"type",params:{type: schema29.items.properties.outputOptions.type},message:"must be object,null",schema:schema29.items.properties.outputOptions.type,parentSchema:schema29.items.properties.outputOptions,data:data5};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data0.title !== undefined){
let data6 = data0.title;
if((typeof data6 !== "string") && (data6 !== null)){
const err7 = {instancePath:instancePath+"/" + i0+"/title",schemaPath:"#/items/properties/title/type",keyword:"type",params:{type: schema29.items.properties.title.type},message:"must be string,null",schema:schema29.items.properties.title.type,parentSchema:schema29.items.properties.title,data:data6};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data0.description !== undefined){
let data7 = data0.description;
if((typeof data7 !== "string") && (data7 !== null)){
const err8 = {instancePath:instancePath+"/" + i0+"/description",schemaPath:"#/items/properties/description/type",keyword:"type",params:{type: schema29.items.properties.description.type},message:"must be string,null",schema:schema29.items.properties.description.type,parentSchema:schema29.items.properties.description,data:data7};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data0.tags !== undefined){
let data8 = data0.tags;
if((!(Array.isArray(data8))) && (data8 !== null)){
const err9 = {instancePath:instancePath+"/" + i0+"/tags",schemaPath:"#/items/properties/tags/type",keyword:"type",params:{type: schema29.items.properties.tags.type},message:"must be array,null",schema:schema29.items.properties.tags.type,parentSchema:schema29.items.properties.tags,data:data8};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(Array.isArray(data8)){
const len1 = data8.length;
for(let i1=0; i1<len1; i1++){
let data9 = data8[i1];
if(typeof data9 !== "string"){
const err10 = {instancePath:instancePath+"/" + i0+"/tags/" + i1,schemaPath:"#/items/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema29.items.properties.tags.items.type,parentSchema:schema29.items.properties.tags.items,data:data9};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
}
}
else {
const err11 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema29.items.type,parentSchema:schema29.items,data:data0};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
validate70.errors = vErrors;
return errors === 0;
}
validate70.evaluated = {"items":true,"dynamicProps":false,"dynamicItems":false};

const schema30 = {"type":["object","string"],"properties":{"sequence":{"$ref":"#/$defs/sequence"},"sink":{"$ref":"#/$defs/sinks"}},"additionalProperties":false,"description":"A path of a step file, or a map with a sequence."};

function validate72(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate72.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if((!(data && typeof data == "object" && !Array.isArray(data))) && (typeof data !== "string")){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema30.type},message:"must be object,string",schema:schema30.type,parentSchema:schema30,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((key0 === "sequence") || (key0 === "sink"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema30,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.sequence !== undefined){
if(!(validate67(data.sequence, {instancePath:instancePath+"/sequence",parentData:data,parentDataProperty:"sequence",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate67.errors : vErrors.concat(validate67.errors);
errors = vErrors.length;
}
}
if(data.sink !== undefined){
if(!(validate70(data.sink, {instancePath:instancePath+"/sink",parentData:data,parentDataProperty:"sink",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate70.errors : vErrors.concat(validate70.errors);
errors = vErrors.length;
}
}
}
validate72.errors = vErrors;
return errors === 0;
}
validate72.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate64(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="flare-steps.schema.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate64.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(!data || typeof data != "object"){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema26.type},message:"must be object,array",schema:schema26.type,parentSchema:schema26,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
if(!(validate65(data[i0], {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate65.errors : vErrors.concat(validate65.errors);
errors = vErrors.length;
}
}
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((key0 === "sequence") || (key0 === "sink")) || (key0 === "steps"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema26,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.sequence !== undefined){
if(!(validate67(data.sequence, {instancePath:instancePath+"/sequence",parentData:data,parentDataProperty:"sequence",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate67.errors : vErrors.concat(validate67.errors);
errors = vErrors.length;
}
}
if(data.sink !== undefined){
if(!(validate70(data.sink, {instancePath:instancePath+"/sink",parentData:data,parentDataProperty:"sink",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate70.errors : vErrors.concat(validate70.errors);
errors = vErrors.length;
}
}
if(data.steps !== undefined){
let data3 = data.steps;
if(Array.isArray(data3)){
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
if(!(validate72(data3[i1], {instancePath:instancePath+"/steps/" + i1,parentData:data3,parentDataProperty:i1,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);
errors = vErrors.length;
}
}
}
else {
const err2 = {instancePath:instancePath+"/steps",schemaPath:"#/properties/steps/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema26.properties.steps.type,parentSchema:schema26.properties.steps,data:data3};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
validate64.errors = vErrors;
return errors === 0;
}
validate64.evaluated = {"props":true,"items":true,"dynamicProps":false,"dynamicItems":false};

export const flare = validate76;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"flare.schema.json","title":"Flare job","description":"The stackSpec of a Flare node: inputs, steps of Spark SQL and functions, outputs, assertions, profile, actions.","type":"object","properties":{"driver":{"$ref":"#/$defs/resources"},"executor":{"$ref":"#/$defs/resources"},"job":{"$ref":"#/$defs/job"},"sparkConf":{"$ref":"#/$defs/sparkConf"},"sparkConfig":{"$ref":"#/$defs/sparkConf"},"configs":{"type":["object","null"],"additionalProperties":true,"description":"Passed through."},"envs":{"type":["object","null"],"additionalProperties":true,"description":"Has no effect here."},"variables":{"type":["object","null"],"additionalProperties":true,"description":"Passed through."},"inputs":{"$ref":"#/$defs/job/properties/inputs","description":"Belongs under job.","deprecated":true},"steps":{"$ref":"#/$defs/job/properties/steps","description":"Belongs under job.","deprecated":true},"outputs":{"$ref":"#/$defs/job/properties/outputs","description":"Belongs under job.","deprecated":true},"assertions":{"$ref":"#/$defs/assertions","description":"Belongs under job.","deprecated":true},"profile":{"$ref":"#/$defs/profile","description":"Belongs under job.","deprecated":true},"logLevel":{"type":"string","description":"Belongs under job.","deprecated":true},"explain":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Belongs under job."}},"additionalProperties":false,"$defs":{"sparkConf":{"type":["array","object","null"],"items":{"type":"object"},"description":"Spark settings. Have no effect here."},"resources":{"type":["object","null"],"properties":{"coreLimit":{"type":["string","number"],"description":"CPU limit."},"cores":{"type":["string","number"],"description":"Cores."},"instances":{"type":["string","number"],"description":"Number of executors."},"memory":{"type":["string","number"],"description":"Memory."}},"additionalProperties":false,"description":"Resource hints of Spark."},"job":{"type":"object","properties":{"explain":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Print the query plans."},"logLevel":{"type":"string","description":"How much the job logs.","examples":["INFO","WARN","DEBUG","ERROR"]},"loglevel":{"type":"string","description":"Other spelling of logLevel.","deprecated":true},"showPreviewLines":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Rows of each step to show."},"inputs":{"type":["array","null"],"items":{"$ref":"#/$defs/input"},"description":"What the job reads. Each becomes a view."},"steps":{"type":["array","null"],"items":{"$ref":"flare-steps.schema.json#/$defs/step"},"description":"How the views are built: paths of step files, or maps with a sequence."},"outputs":{"type":["array","null"],"items":{"$ref":"#/$defs/output"},"description":"What the job writes."},"assertions":{"$ref":"#/$defs/assertions","description":"Checks of the first input."},"profile":{"$ref":"#/$defs/profile"},"actions":{"type":["array","null"],"items":{"$ref":"#/$defs/action"},"description":"Maintenance of Iceberg tables, after everything else, in order."},"streaming":{"$ref":"#/$defs/streaming"},"variables":{"type":["object","null"],"additionalProperties":true,"description":"Switches of the runtime; keepSystemColumns is known."},"udfs":{"type":"object","description":"Scala functions. Not supported."},"rewriteDataset":{"type":"object","properties":{"mode":{"type":"string","description":"full: every file is rewritten.","examples":["full"]}},"additionalProperties":false,"deprecated":true,"description":"Earlier spelling of the action rewrite_dataset with rewrite-all, on the only input."},"options":{"type":["object","null"],"additionalProperties":true,"description":"Misplaced options of an input; ignored."},"sparkConf":{"$ref":"#/$defs/sparkConf"}},"additionalProperties":false},"input":{"type":"object","properties":{"name":{"type":"string","pattern":"\\S","description":"View under which steps see the input."},"dataset":{"type":"string","description":"Address: dataos://depot:collection/dataset."},"query":{"type":"string","description":"A query of the query engine. Not supported yet."},"format":{"type":"string","description":"Format of the data. Default: by the depot.","examples":["csv","parquet","json","iceberg"]},"isStream":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Read as a stream. Only files, with job.streaming and a triggerMode that ends (Once, AvailableNow): each run then reads the files that no run before it has read."},"schemaType":{"type":"string","description":"Kind of the schema given."},"schemaPath":{"type":"string","description":"A file with the schema."},"schemaString":{"type":"string","description":"The schema."},"schema":{"type":"string","description":"Older name of schemaString.","deprecated":true},"schemaSubject":{"type":"string","description":"Schema registry subject."},"schemaId":{"type":["string","number"],"description":"Schema registry id."},"options":{"type":["object","null"],"additionalProperties":true,"description":"Options of the reader, passed through. Of tables: branch, or as Spark has them tag, snapshot-id and as-of-timestamp (milliseconds), of which one may choose the version that is read."},"driver":{"type":"string","description":"Accepted, has no effect."},"sfWarehouse":{"type":"string","description":"Accepted, has no effect."},"connectionProps":{"type":["object","null"],"additionalProperties":true,"description":"Client settings, passed through."},"incremental":{"$ref":"#/$defs/incremental"},"inputType":{"type":"string","description":"Stand-alone mode. Not supported.","deprecated":true},"file":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"jdbc":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"redshift":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"snowflake":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"bigquery":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"kafka":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"pulsar":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"eventhub":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"elasticsearch":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"opensearch":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"mongodb":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true}},"required":["name"],"additionalProperties":false},"incremental":{"type":"object","properties":{"context":{"type":"string","pattern":"\\S","description":"View over the whole input, visible to sql only."},"sql":{"type":"string","description":"What the input becomes. $|name| stands for the value of a key."},"keys":{"type":["array","null"],"items":{"type":"object","properties":{"name":{"type":"string","pattern":"\\S","description":"Name of the key."},"sql":{"type":"string","description":"Query for its value: first row, first column."}},"required":["name","sql"],"additionalProperties":false},"description":"Values for sql, computed in order."},"state":{"type":["array","null"],"items":{"type":"object","properties":{"key":{"type":"string","pattern":"\\S","description":"Key to store."},"value":{"type":"string","pattern":"\\S","description":"Key whose value is stored."}},"required":["key","value"],"additionalProperties":false},"description":"Stored after success, for the next run."},"lateWindow":{"x-extension":true,"type":["string","number"],"pattern":"\\S","description":"Extension of Millrace. How far before the stored end of the last run this one begins, so that rows that arrived late are read: \"3 days\", \"12 hours\", or a bare number for keys that are numbers. It is taken off the value of the key that state carries over. Rows of the window are read again, so outputs that append need strategy latest or merge.","examples":["3 days","12 hours"]},"newFiles":{"x-extension":true,"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Extension of Millrace. Reads only the files of the dataset that no successful run of this node has read; a file is known by its path, its size and the time of its last change. It goes alone, or with context and sql, which then see the new files. --full-refresh reads all of them."}},"additionalProperties":false,"description":"Reads part of the input: by context, sql, keys and state, or the files that are new."},"output":{"type":"object","properties":{"name":{"type":"string","pattern":"\\S","description":"View to write: a step, or an input."},"dataset":{"type":"string","description":"Address: dataos://depot:collection/dataset?acl=rw."},"depot":{"type":"string","description":"Before version 7.0: depot and collection.","deprecated":true},"format":{"type":"string","description":"Format of the data. Default: by the depot.","examples":["iceberg","parquet","csv","json"]},"outputType":{"type":"string","description":"Older name of format.","deprecated":true},"driver":{"type":"string","description":"Accepted, has no effect."},"title":{"type":["string","null"],"description":"Title of the dataset."},"description":{"type":["string","null"],"description":"Description of the dataset."},"tags":{"type":["array","null"],"items":{"type":"string"},"description":"Tags of the dataset."},"columnTags":{"type":["array","null"],"items":{"type":"object","properties":{"columnName":{"type":"string","description":"A column."},"columnNames":{"type":"array","items":{"type":"string"},"description":"Columns."},"columnRegex":{"type":"string","description":"Columns whose name matches from its start."},"tags":{"type":"array","items":{"type":"string"},"description":"Their tags."}},"required":["tags"],"additionalProperties":false},"description":"Tags of columns; masking policies select by them."},"assertions":{"$ref":"#/$defs/assertions","description":"Checked before anything is written."},"isStream":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Accepted where false."},"checkpointLocation":{"type":"string","description":"Streaming only."},"options":{"$ref":"#/$defs/outputOptions"},"file":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"jdbc":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"redshift":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"snowflake":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"bigquery":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"kafka":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"pulsar":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"eventhub":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"elasticsearch":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"opensearch":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"mongodb":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true}},"required":["name"],"additionalProperties":false},"outputOptions":{"type":["object","null"],"properties":{"saveMode":{"type":"string","description":"append, overwrite, errorIfExists, ignore or overwritePartitions, in any letter case. Default: overwrite. Without effect beside a merge or a strategy. overwritePartitions replaces the partitions that occur in the new rows, as overwrite does with the property overwrite-mode: dynamic.","examples":["append","overwrite","errorIfExists","ignore","overwritePartitions"]},"strategy":{"$ref":"#/$defs/strategy"},"iceberg":{"type":"object","properties":{"partitionSpec":{"$ref":"#/$defs/partitionSpec"},"properties":{"type":["object","null"],"additionalProperties":{"type":["string","number","boolean","null"]},"description":"Table properties. overwrite-mode: dynamic is an option of the writer: only partitions that occur in the new rows are replaced."},"merge":{"$ref":"#/$defs/merge"}},"additionalProperties":false,"description":"Options of Iceberg tables."},"sort":{"type":"object","properties":{"mode":{"type":"string","description":"partition or global.","examples":["partition","global"]},"columns":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string","pattern":"\\S","description":"Column."},"order":{"type":"string","description":"asc or desc.","examples":["asc","desc"]}},"required":["name"],"additionalProperties":false},"description":"Columns in order."}},"required":["columns"],"additionalProperties":false,"description":"Order of the rows written."},"extraOptions":{"type":["object","null"],"additionalProperties":true,"description":"Options of the writer. branch: the branch of the table to write to, made from main where it is missing."},"compressionType":{"type":"string","description":"Compression of files.","examples":["gzip","snappy"]},"partitionBy":{"type":["array","string"],"items":{"type":"string"},"description":"Columns that become folders; identity partitions of a table."},"bigquery":{"type":["object","null"],"additionalProperties":true,"description":"Passed through."},"connectionProps":{"type":["object","null"],"additionalProperties":true,"description":"Passed through."},"query":{"type":"string","description":"Passed through."},"file":{"type":["object","null"],"additionalProperties":true,"description":"Passed through."},"checkpointLocation":{"type":"string","description":"Streaming only."},"merge":{"$ref":"#/$defs/merge","description":"Belongs under iceberg.","deprecated":true},"properties":{"type":["object","null"],"additionalProperties":{"type":["string","number","boolean","null"]},"description":"Belongs under iceberg.","deprecated":true},"partitionSpec":{"$ref":"#/$defs/partitionSpec","description":"Belongs under iceberg; ignored here.","deprecated":true},"title":{"type":["string","null"],"description":"Belongs on the output."}},"additionalProperties":false,"description":"How the output is written."},"merge":{"type":"object","properties":{"onClause":{"type":"string","description":"Condition over old (the stored table) and new (the view); target and source mean the same.","pattern":"\\S"},"whenClause":{"type":"string","description":"What happens to rows: MATCHED [AND condition] THEN UPDATE SET * | UPDATE SET old.column = value, … | DELETE, then WHEN NOT MATCHED [AND condition] THEN INSERT * | INSERT (columns) VALUES (values). The first clause of its kind whose condition holds decides.","pattern":"\\S","examples":["MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *","NOT MATCHED THEN INSERT *"]}},"required":["onClause","whenClause"],"additionalProperties":false,"description":"Merge the view into the table."},"partitionSpec":{"type":["array","null"],"items":{"type":"object","properties":{"type":{"type":"string","description":"Transform.","examples":["identity","year","month","day","hour","bucket","truncate"]},"column":{"type":"string","pattern":"\\S","description":"Source column."},"name":{"type":"string","description":"Name of the partition field, which no column of the table may have. Default: the column and the transform, such as ordered_at_month."},"asColumn":{"type":"string","description":"Other spelling of name.","deprecated":true},"numBuckets":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Number of buckets; bucket needs it."},"bucket_count":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Other spelling of numBuckets."},"width":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Width of truncate, which needs it."}},"required":["type","column"],"additionalProperties":false},"description":"Partitions, outermost first."},"assertions":{"type":["array","null"],"items":{"type":"object","properties":{"column":{"type":"string","pattern":"\\S","description":"Column the tests are about."},"sql":{"type":"string","description":"A query whose aliases the tests name."},"filter":{"type":"string","description":"Only rows for which this predicate holds."},"validFormat":{"type":"object","properties":{"regex":{"type":"string","description":"Pattern that valid values contain."}},"required":["regex"],"additionalProperties":false,"description":"What a valid value looks like."},"tests":{"type":"array","items":{"type":"string"},"description":"metric operator number.","minItems":1}},"required":["tests"],"additionalProperties":false}},"profile":{"type":"object","properties":{"level":{"type":"string","description":"Only basic.","examples":["basic"]},"filters":{"type":["array","null"],"items":{"type":"object","properties":{"type":{"type":"string","description":"Only expression."},"expression":{"type":"string","description":"Spark SQL predicate."}},"required":["expression"],"additionalProperties":false},"description":"Only rows for which all hold."}},"additionalProperties":false,"description":"Profile the first input."},"strategy":{"x-extension":true,"type":"object","properties":{"type":{"type":"string","description":"append: new rows are added. latest: of each key one row stays, the first by orderBy; a new row comes before a stored one that is equal. merge: a new row takes the place of the stored one with its key, and two new rows of one key are an error.","examples":["append","latest","merge"]},"keys":{"type":["array","string"],"items":{"type":"string","pattern":"\\S"},"description":"Columns that tell which rows are versions of one; latest and merge need them. None may be NULL."},"orderBy":{"type":"string","description":"Which version of a row is the latest: updated_at, or several columns with directions. Default: descending, the greatest first.","examples":["updated_at","updated_at, version"]}},"required":["type"],"additionalProperties":false,"description":"Extension of Millrace. What new rows do to the stored ones, in place of a merge that is written out."},"streaming":{"type":"object","properties":{"triggerMode":{"type":"string","description":"Once or AvailableNow: the files that are new are read, once. Others never end and are not supported.","examples":["AvailableNow","Once"]},"triggerDuration":{"type":"string","description":"Pause between batches of streams that never end. Has no effect here."},"outputMode":{"type":"string","description":"Only append.","examples":["append"]},"checkpointLocation":{"type":"string","description":"Names the state of the stream: with another one it begins afresh. Nothing is written there."},"forEachBatchMode":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Has no effect here."},"batchMode":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Has no effect here."},"showPreviewLines":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Belongs under job. Has no effect here.","deprecated":true},"extraOptions":{"type":["object","null"],"additionalProperties":true,"description":"Passed through."}},"additionalProperties":false,"description":"How inputs with isStream: true are read."},"action":{"type":"object","properties":{"name":{"type":"string","description":"rewrite_dataset, rewrite_manifest, expire_snapshots, remove_orphans or delete_from_dataset.","examples":["rewrite_dataset","rewrite_manifest","expire_snapshots","remove_orphans","delete_from_dataset"]},"input":{"type":"string","description":"The input whose table it is, with ?acl=rw in its address. Default: the only input."},"deleteWhere":{"type":"string","description":"delete_from_dataset: condition of the rows to delete, over the table under the name target, and the views of the job in queries."},"options":{"$ref":"#/$defs/actionOptions"}},"required":["name"],"additionalProperties":false,"description":"Maintenance of one Iceberg table, or a deletion of rows."},"actionOptions":{"type":["object","null"],"properties":{"strategy":{"type":"string","description":"rewrite_dataset: binpack or sort. Default: binpack, or sort where there is a sortOrder.","examples":["binpack","sort"]},"sortOrder":{"type":"string","description":"rewrite_dataset: columns with directions. Default, with strategy sort: the sort order of the table.","examples":["id ASC NULLS LAST, updated_at DESC"]},"where":{"type":"string","description":"rewrite_dataset: only files that may hold such rows."},"properties":{"type":["object","null"],"properties":{"target-file-size-bytes":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Size of the new files. Default: 536870912."},"min-file-size-bytes":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Smaller files are rewritten. Default: 75 % of the target."},"max-file-size-bytes":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Larger files are rewritten. Default: 180 % of the target."},"min-input-files":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"So many small files are worth a rewrite. Default: 5."},"max-file-group-size-bytes":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"At most so many bytes are rewritten together. Default: 107374182400."},"rewrite-all":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Every file is rewritten. Default: false."},"delete-file-threshold":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"A file with so many delete files is rewritten."},"delete-ratio-threshold":{"type":["number","string"],"description":"Accepted, has no effect."},"partial-progress.enabled":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Commit parts as they are done. Default: false."},"partial-progress.max-commits":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"In at most so many commits. Default: 10."},"partial-progress.max-failed-commits":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Accepted, has no effect."},"max-concurrent-file-group-rewrites":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Accepted, has no effect."},"use-starting-sequence-number":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Accepted, has no effect."},"remove-dangling-deletes":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Accepted, has no effect."},"rewrite-job-order":{"type":"string","description":"Accepted, has no effect."},"output-spec-id":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Accepted, has no effect."},"shuffle-partitions-per-file":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Accepted, has no effect."},"compression-factor":{"type":["number","string"],"description":"Accepted, has no effect."}},"additionalProperties":false,"description":"rewrite_dataset: what is rewritten into what."},"useCaching":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"rewrite_manifest: accepted, has no effect."},"olderThanMillis":{"type":["string","integer"],"description":"expire_snapshots, remove_orphans: what is older goes. Milliseconds since 1970.","examples":["1741987433222"]},"olderThanTimestamp":{"type":["string","integer"],"description":"The same as a date and time, of UTC where it names no zone.","examples":["2025-04-19 00:00:00.000"]},"olderThan":{"type":["string","integer"],"description":"Other spelling of olderThanMillis and olderThanTimestamp.","deprecated":true},"expireOlderThan":{"type":["string","integer"],"description":"Older spelling of olderThanMillis and olderThanTimestamp.","deprecated":true},"snapshotIds":{"type":["array","string","integer","null"],"items":{"type":["string","integer"]},"description":"expire_snapshots: these go."},"expireSnapshotId":{"type":["string","integer","array"],"items":{"type":["string","integer"]},"description":"Older spelling of snapshotIds.","deprecated":true},"retainLast":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"expire_snapshots: so many snapshots stay at least. Default: 1."},"maxConcurrentDeletes":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Accepted, has no effect."},"streamDeleteResults":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Accepted, has no effect."},"location":{"type":"string","description":"remove_orphans: a folder of the table. Default: all of it."},"dryRun":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"remove_orphans: only tell what would go. Default: false."},"force":{"x-extension":true,"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"remove_orphans, extension of Millrace: allows a cut-off younger than 24 hours, which may take the files of a writer that is still at work."},"deleteWhere":{"type":"string","description":"Belongs beside input.","deprecated":true}},"additionalProperties":false,"description":"Options of an action; each takes only its own."}}};
const schema32 = {"type":["object","null"],"properties":{"coreLimit":{"type":["string","number"],"description":"CPU limit."},"cores":{"type":["string","number"],"description":"Cores."},"instances":{"type":["string","number"],"description":"Number of executors."},"memory":{"type":["string","number"],"description":"Memory."}},"additionalProperties":false,"description":"Resource hints of Spark."};

function validate77(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate77.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if((!(data && typeof data == "object" && !Array.isArray(data))) && (data !== null)){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema32.type},message:"must be object,null",schema:schema32.type,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((((key0 === "coreLimit") || (key0 === "cores")) || (key0 === "instances")) || (key0 === "memory"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.coreLimit !== undefined){
let data0 = data.coreLimit;
if((typeof data0 !== "string") && (!((typeof data0 == "number") && (isFinite(data0))))){
const err2 = {instancePath:instancePath+"/coreLimit",schemaPath:"#/properties/coreLimit/type",keyword:"type",params:{type: schema32.properties.coreLimit.type},message:"must be string,number",schema:schema32.properties.coreLimit.type,parentSchema:schema32.properties.coreLimit,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.cores !== undefined){
let data1 = data.cores;
if((typeof data1 !== "string") && (!((typeof data1 == "number") && (isFinite(data1))))){
const err3 = {instancePath:instancePath+"/cores",schemaPath:"#/properties/cores/type",keyword:"type",params:{type: schema32.properties.cores.type},message:"must be string,number",schema:schema32.properties.cores.type,parentSchema:schema32.properties.cores,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.instances !== undefined){
let data2 = data.instances;
if((typeof data2 !== "string") && (!((typeof data2 == "number") && (isFinite(data2))))){
const err4 = {instancePath:instancePath+"/instances",schemaPath:"#/properties/instances/type",keyword:"type",params:{type: schema32.properties.instances.type},message:"must be string,number",schema:schema32.properties.instances.type,parentSchema:schema32.properties.instances,data:data2};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.memory !== undefined){
let data3 = data.memory;
if((typeof data3 !== "string") && (!((typeof data3 == "number") && (isFinite(data3))))){
const err5 = {instancePath:instancePath+"/memory",schemaPath:"#/properties/memory/type",keyword:"type",params:{type: schema32.properties.memory.type},message:"must be string,number",schema:schema32.properties.memory.type,parentSchema:schema32.properties.memory,data:data3};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
validate77.errors = vErrors;
return errors === 0;
}
validate77.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema33 = {"type":"object","properties":{"explain":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Print the query plans."},"logLevel":{"type":"string","description":"How much the job logs.","examples":["INFO","WARN","DEBUG","ERROR"]},"loglevel":{"type":"string","description":"Other spelling of logLevel.","deprecated":true},"showPreviewLines":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Rows of each step to show."},"inputs":{"type":["array","null"],"items":{"$ref":"#/$defs/input"},"description":"What the job reads. Each becomes a view."},"steps":{"type":["array","null"],"items":{"$ref":"flare-steps.schema.json#/$defs/step"},"description":"How the views are built: paths of step files, or maps with a sequence."},"outputs":{"type":["array","null"],"items":{"$ref":"#/$defs/output"},"description":"What the job writes."},"assertions":{"$ref":"#/$defs/assertions","description":"Checks of the first input."},"profile":{"$ref":"#/$defs/profile"},"actions":{"type":["array","null"],"items":{"$ref":"#/$defs/action"},"description":"Maintenance of Iceberg tables, after everything else, in order."},"streaming":{"$ref":"#/$defs/streaming"},"variables":{"type":["object","null"],"additionalProperties":true,"description":"Switches of the runtime; keepSystemColumns is known."},"udfs":{"type":"object","description":"Scala functions. Not supported."},"rewriteDataset":{"type":"object","properties":{"mode":{"type":"string","description":"full: every file is rewritten.","examples":["full"]}},"additionalProperties":false,"deprecated":true,"description":"Earlier spelling of the action rewrite_dataset with rewrite-all, on the only input."},"options":{"type":["object","null"],"additionalProperties":true,"description":"Misplaced options of an input; ignored."},"sparkConf":{"$ref":"#/$defs/sparkConf"}},"additionalProperties":false};
const pattern16 = new RegExp("^-?[0-9]+$", "u");
const schema34 = {"type":"object","properties":{"name":{"type":"string","pattern":"\\S","description":"View under which steps see the input."},"dataset":{"type":"string","description":"Address: dataos://depot:collection/dataset."},"query":{"type":"string","description":"A query of the query engine. Not supported yet."},"format":{"type":"string","description":"Format of the data. Default: by the depot.","examples":["csv","parquet","json","iceberg"]},"isStream":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Read as a stream. Only files, with job.streaming and a triggerMode that ends (Once, AvailableNow): each run then reads the files that no run before it has read."},"schemaType":{"type":"string","description":"Kind of the schema given."},"schemaPath":{"type":"string","description":"A file with the schema."},"schemaString":{"type":"string","description":"The schema."},"schema":{"type":"string","description":"Older name of schemaString.","deprecated":true},"schemaSubject":{"type":"string","description":"Schema registry subject."},"schemaId":{"type":["string","number"],"description":"Schema registry id."},"options":{"type":["object","null"],"additionalProperties":true,"description":"Options of the reader, passed through. Of tables: branch, or as Spark has them tag, snapshot-id and as-of-timestamp (milliseconds), of which one may choose the version that is read."},"driver":{"type":"string","description":"Accepted, has no effect."},"sfWarehouse":{"type":"string","description":"Accepted, has no effect."},"connectionProps":{"type":["object","null"],"additionalProperties":true,"description":"Client settings, passed through."},"incremental":{"$ref":"#/$defs/incremental"},"inputType":{"type":"string","description":"Stand-alone mode. Not supported.","deprecated":true},"file":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"jdbc":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"redshift":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"snowflake":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"bigquery":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"kafka":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"pulsar":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"eventhub":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"elasticsearch":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"opensearch":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"mongodb":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true}},"required":["name"],"additionalProperties":false};
const schema35 = {"type":"object","properties":{"context":{"type":"string","pattern":"\\S","description":"View over the whole input, visible to sql only."},"sql":{"type":"string","description":"What the input becomes. $|name| stands for the value of a key."},"keys":{"type":["array","null"],"items":{"type":"object","properties":{"name":{"type":"string","pattern":"\\S","description":"Name of the key."},"sql":{"type":"string","description":"Query for its value: first row, first column."}},"required":["name","sql"],"additionalProperties":false},"description":"Values for sql, computed in order."},"state":{"type":["array","null"],"items":{"type":"object","properties":{"key":{"type":"string","pattern":"\\S","description":"Key to store."},"value":{"type":"string","pattern":"\\S","description":"Key whose value is stored."}},"required":["key","value"],"additionalProperties":false},"description":"Stored after success, for the next run."},"lateWindow":{"x-extension":true,"type":["string","number"],"pattern":"\\S","description":"Extension of Millrace. How far before the stored end of the last run this one begins, so that rows that arrived late are read: \"3 days\", \"12 hours\", or a bare number for keys that are numbers. It is taken off the value of the key that state carries over. Rows of the window are read again, so outputs that append need strategy latest or merge.","examples":["3 days","12 hours"]},"newFiles":{"x-extension":true,"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Extension of Millrace. Reads only the files of the dataset that no successful run of this node has read; a file is known by its path, its size and the time of its last change. It goes alone, or with context and sql, which then see the new files. --full-refresh reads all of them."}},"additionalProperties":false,"description":"Reads part of the input: by context, sql, keys and state, or the files that are new."};

function validate82(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate82.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((((((key0 === "context") || (key0 === "sql")) || (key0 === "keys")) || (key0 === "state")) || (key0 === "lateWindow")) || (key0 === "newFiles"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema35,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.context !== undefined){
let data0 = data.context;
if(typeof data0 === "string"){
if(!pattern3.test(data0)){
const err1 = {instancePath:instancePath+"/context",schemaPath:"#/properties/context/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema35.properties.context,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
else {
const err2 = {instancePath:instancePath+"/context",schemaPath:"#/properties/context/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema35.properties.context.type,parentSchema:schema35.properties.context,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.sql !== undefined){
let data1 = data.sql;
if(typeof data1 !== "string"){
const err3 = {instancePath:instancePath+"/sql",schemaPath:"#/properties/sql/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema35.properties.sql.type,parentSchema:schema35.properties.sql,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.keys !== undefined){
let data2 = data.keys;
if((!(Array.isArray(data2))) && (data2 !== null)){
const err4 = {instancePath:instancePath+"/keys",schemaPath:"#/properties/keys/type",keyword:"type",params:{type: schema35.properties.keys.type},message:"must be array,null",schema:schema35.properties.keys.type,parentSchema:schema35.properties.keys,data:data2};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(Array.isArray(data2)){
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
if(data3.name === undefined){
const err5 = {instancePath:instancePath+"/keys/" + i0,schemaPath:"#/properties/keys/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema35.properties.keys.items.required,parentSchema:schema35.properties.keys.items,data:data3};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data3.sql === undefined){
const err6 = {instancePath:instancePath+"/keys/" + i0,schemaPath:"#/properties/keys/items/required",keyword:"required",params:{missingProperty: "sql"},message:"must have required property '"+"sql"+"'",schema:schema35.properties.keys.items.required,parentSchema:schema35.properties.keys.items,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
for(const key1 in data3){
if(!((key1 === "name") || (key1 === "sql"))){
const err7 = {instancePath:instancePath+"/keys/" + i0,schemaPath:"#/properties/keys/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema35.properties.keys.items,data:data3};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data3.name !== undefined){
let data4 = data3.name;
if(typeof data4 === "string"){
if(!pattern3.test(data4)){
const err8 = {instancePath:instancePath+"/keys/" + i0+"/name",schemaPath:"#/properties/keys/items/properties/name/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema35.properties.keys.items.properties.name,data:data4};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/keys/" + i0+"/name",schemaPath:"#/properties/keys/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema35.properties.keys.items.properties.name.type,parentSchema:schema35.properties.keys.items.properties.name,data:data4};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data3.sql !== undefined){
let data5 = data3.sql;
if(typeof data5 !== "string"){
const err10 = {instancePath:instancePath+"/keys/" + i0+"/sql",schemaPath:"#/properties/keys/items/properties/sql/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema35.properties.keys.items.properties.sql.type,parentSchema:schema35.properties.keys.items.properties.sql,data:data5};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath:instancePath+"/keys/" + i0,schemaPath:"#/properties/keys/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema35.properties.keys.items.type,parentSchema:schema35.properties.keys.items,data:data3};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
}
if(data.state !== undefined){
let data6 = data.state;
if((!(Array.isArray(data6))) && (data6 !== null)){
const err12 = {instancePath:instancePath+"/state",schemaPath:"#/properties/state/type",keyword:"type",params:{type: schema35.properties.state.type},message:"must be array,null",schema:schema35.properties.state.type,parentSchema:schema35.properties.state,data:data6};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(Array.isArray(data6)){
const len1 = data6.length;
for(let i1=0; i1<len1; i1++){
let data7 = data6[i1];
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
if(data7.key === undefined){
const err13 = {instancePath:instancePath+"/state/" + i1,schemaPath:"#/properties/state/items/required",keyword:"required",params:{missingProperty: "key"},message:"must have required property '"+"key"+"'",schema:schema35.properties.state.items.required,parentSchema:schema35.properties.state.items,data:data7};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(data7.value === undefined){
const err14 = {instancePath:instancePath+"/state/" + i1,schemaPath:"#/properties/state/items/required",keyword:"required",params:{missingProperty: "value"},message:"must have required property '"+"value"+"'",schema:schema35.properties.state.items.required,parentSchema:schema35.properties.state.items,data:data7};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
for(const key2 in data7){
if(!((key2 === "key") || (key2 === "value"))){
const err15 = {instancePath:instancePath+"/state/" + i1,schemaPath:"#/properties/state/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema35.properties.state.items,data:data7};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data7.key !== undefined){
let data8 = data7.key;
if(typeof data8 === "string"){
if(!pattern3.test(data8)){
const err16 = {instancePath:instancePath+"/state/" + i1+"/key",schemaPath:"#/properties/state/items/properties/key/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema35.properties.state.items.properties.key,data:data8};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
else {
const err17 = {instancePath:instancePath+"/state/" + i1+"/key",schemaPath:"#/properties/state/items/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema35.properties.state.items.properties.key.type,parentSchema:schema35.properties.state.items.properties.key,data:data8};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data7.value !== undefined){
let data9 = data7.value;
if(typeof data9 === "string"){
if(!pattern3.test(data9)){
const err18 = {instancePath:instancePath+"/state/" + i1+"/value",schemaPath:"#/properties/state/items/properties/value/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema35.properties.state.items.properties.value,data:data9};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
else {
const err19 = {instancePath:instancePath+"/state/" + i1+"/value",schemaPath:"#/properties/state/items/properties/value/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema35.properties.state.items.properties.value.type,parentSchema:schema35.properties.state.items.properties.value,data:data9};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
else {
const err20 = {instancePath:instancePath+"/state/" + i1,schemaPath:"#/properties/state/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema35.properties.state.items.type,parentSchema:schema35.properties.state.items,data:data7};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
}
if(data.lateWindow !== undefined){
let data10 = data.lateWindow;
if((typeof data10 !== "string") && (!((typeof data10 == "number") && (isFinite(data10))))){
const err21 = {instancePath:instancePath+"/lateWindow",schemaPath:"#/properties/lateWindow/type",keyword:"type",params:{type: schema35.properties.lateWindow.type},message:"must be string,number",schema:schema35.properties.lateWindow.type,parentSchema:schema35.properties.lateWindow,data:data10};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
if(typeof data10 === "string"){
if(!pattern3.test(data10)){
const err22 = {instancePath:instancePath+"/lateWindow",schemaPath:"#/properties/lateWindow/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema35.properties.lateWindow,data:data10};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
}
if(data.newFiles !== undefined){
let data11 = data.newFiles;
if((typeof data11 !== "boolean") && (typeof data11 !== "string")){
const err23 = {instancePath:instancePath+"/newFiles",schemaPath:"#/properties/newFiles/type",keyword:"type",params:{type: schema35.properties.newFiles.type},message:"must be boolean,string",schema:schema35.properties.newFiles.type,parentSchema:schema35.properties.newFiles,data:data11};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
if(typeof data11 === "string"){
if(!pattern11.test(data11)){
const err24 = {instancePath:instancePath+"/newFiles",schemaPath:"#/properties/newFiles/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema35.properties.newFiles,data:data11};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
}
else {
const err25 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema35.type,parentSchema:schema35,data};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
validate82.errors = vErrors;
return errors === 0;
}
validate82.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate81(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate81.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema34.required,parentSchema:schema34,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(func1.call(schema34.properties, key0))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema34,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern3.test(data0)){
const err2 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema34.properties.name,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.name.type,parentSchema:schema34.properties.name,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.dataset !== undefined){
let data1 = data.dataset;
if(typeof data1 !== "string"){
const err4 = {instancePath:instancePath+"/dataset",schemaPath:"#/properties/dataset/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.dataset.type,parentSchema:schema34.properties.dataset,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.query !== undefined){
let data2 = data.query;
if(typeof data2 !== "string"){
const err5 = {instancePath:instancePath+"/query",schemaPath:"#/properties/query/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.query.type,parentSchema:schema34.properties.query,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.format !== undefined){
let data3 = data.format;
if(typeof data3 !== "string"){
const err6 = {instancePath:instancePath+"/format",schemaPath:"#/properties/format/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.format.type,parentSchema:schema34.properties.format,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.isStream !== undefined){
let data4 = data.isStream;
if((typeof data4 !== "boolean") && (typeof data4 !== "string")){
const err7 = {instancePath:instancePath+"/isStream",schemaPath:"#/properties/isStream/type",keyword:"type",params:{type: schema34.properties.isStream.type},message:"must be boolean,string",schema:schema34.properties.isStream.type,parentSchema:schema34.properties.isStream,data:data4};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(typeof data4 === "string"){
if(!pattern11.test(data4)){
const err8 = {instancePath:instancePath+"/isStream",schemaPath:"#/properties/isStream/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema34.properties.isStream,data:data4};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
if(data.schemaType !== undefined){
let data5 = data.schemaType;
if(typeof data5 !== "string"){
const err9 = {instancePath:instancePath+"/schemaType",schemaPath:"#/properties/schemaType/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.schemaType.type,parentSchema:schema34.properties.schemaType,data:data5};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.schemaPath !== undefined){
let data6 = data.schemaPath;
if(typeof data6 !== "string"){
const err10 = {instancePath:instancePath+"/schemaPath",schemaPath:"#/properties/schemaPath/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.schemaPath.type,parentSchema:schema34.properties.schemaPath,data:data6};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.schemaString !== undefined){
let data7 = data.schemaString;
if(typeof data7 !== "string"){
const err11 = {instancePath:instancePath+"/schemaString",schemaPath:"#/properties/schemaString/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.schemaString.type,parentSchema:schema34.properties.schemaString,data:data7};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.schema !== undefined){
let data8 = data.schema;
if(typeof data8 !== "string"){
const err12 = {instancePath:instancePath+"/schema",schemaPath:"#/properties/schema/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.schema.type,parentSchema:schema34.properties.schema,data:data8};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.schemaSubject !== undefined){
let data9 = data.schemaSubject;
if(typeof data9 !== "string"){
const err13 = {instancePath:instancePath+"/schemaSubject",schemaPath:"#/properties/schemaSubject/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.schemaSubject.type,parentSchema:schema34.properties.schemaSubject,data:data9};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.schemaId !== undefined){
let data10 = data.schemaId;
if((typeof data10 !== "string") && (!((typeof data10 == "number") && (isFinite(data10))))){
const err14 = {instancePath:instancePath+"/schemaId",schemaPath:"#/properties/schemaId/type",keyword:"type",params:{type: schema34.properties.schemaId.type},message:"must be string,number",schema:schema34.properties.schemaId.type,parentSchema:schema34.properties.schemaId,data:data10};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.options !== undefined){
let data11 = data.options;
if((!(data11 && typeof data11 == "object" && !Array.isArray(data11))) && (data11 !== null)){
const err15 = {instancePath:instancePath+"/options",schemaPath:"#/properties/options/type",keyword:"type",params:{type: schema34.properties.options.type},message:"must be object,null",schema:schema34.properties.options.type,parentSchema:schema34.properties.options,data:data11};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.driver !== undefined){
let data12 = data.driver;
if(typeof data12 !== "string"){
const err16 = {instancePath:instancePath+"/driver",schemaPath:"#/properties/driver/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.driver.type,parentSchema:schema34.properties.driver,data:data12};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.sfWarehouse !== undefined){
let data13 = data.sfWarehouse;
if(typeof data13 !== "string"){
const err17 = {instancePath:instancePath+"/sfWarehouse",schemaPath:"#/properties/sfWarehouse/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.sfWarehouse.type,parentSchema:schema34.properties.sfWarehouse,data:data13};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.connectionProps !== undefined){
let data14 = data.connectionProps;
if((!(data14 && typeof data14 == "object" && !Array.isArray(data14))) && (data14 !== null)){
const err18 = {instancePath:instancePath+"/connectionProps",schemaPath:"#/properties/connectionProps/type",keyword:"type",params:{type: schema34.properties.connectionProps.type},message:"must be object,null",schema:schema34.properties.connectionProps.type,parentSchema:schema34.properties.connectionProps,data:data14};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.incremental !== undefined){
if(!(validate82(data.incremental, {instancePath:instancePath+"/incremental",parentData:data,parentDataProperty:"incremental",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate82.errors : vErrors.concat(validate82.errors);
errors = vErrors.length;
}
}
if(data.inputType !== undefined){
let data16 = data.inputType;
if(typeof data16 !== "string"){
const err19 = {instancePath:instancePath+"/inputType",schemaPath:"#/properties/inputType/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.inputType.type,parentSchema:schema34.properties.inputType,data:data16};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.file !== undefined){
let data17 = data.file;
if(!(data17 && typeof data17 == "object" && !Array.isArray(data17))){
const err20 = {instancePath:instancePath+"/file",schemaPath:"#/properties/file/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema34.properties.file.type,parentSchema:schema34.properties.file,data:data17};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.jdbc !== undefined){
let data18 = data.jdbc;
if(!(data18 && typeof data18 == "object" && !Array.isArray(data18))){
const err21 = {instancePath:instancePath+"/jdbc",schemaPath:"#/properties/jdbc/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema34.properties.jdbc.type,parentSchema:schema34.properties.jdbc,data:data18};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.redshift !== undefined){
let data19 = data.redshift;
if(!(data19 && typeof data19 == "object" && !Array.isArray(data19))){
const err22 = {instancePath:instancePath+"/redshift",schemaPath:"#/properties/redshift/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema34.properties.redshift.type,parentSchema:schema34.properties.redshift,data:data19};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data.snowflake !== undefined){
let data20 = data.snowflake;
if(!(data20 && typeof data20 == "object" && !Array.isArray(data20))){
const err23 = {instancePath:instancePath+"/snowflake",schemaPath:"#/properties/snowflake/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema34.properties.snowflake.type,parentSchema:schema34.properties.snowflake,data:data20};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data.bigquery !== undefined){
let data21 = data.bigquery;
if(!(data21 && typeof data21 == "object" && !Array.isArray(data21))){
const err24 = {instancePath:instancePath+"/bigquery",schemaPath:"#/properties/bigquery/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema34.properties.bigquery.type,parentSchema:schema34.properties.bigquery,data:data21};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.kafka !== undefined){
let data22 = data.kafka;
if(!(data22 && typeof data22 == "object" && !Array.isArray(data22))){
const err25 = {instancePath:instancePath+"/kafka",schemaPath:"#/properties/kafka/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema34.properties.kafka.type,parentSchema:schema34.properties.kafka,data:data22};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data.pulsar !== undefined){
let data23 = data.pulsar;
if(!(data23 && typeof data23 == "object" && !Array.isArray(data23))){
const err26 = {instancePath:instancePath+"/pulsar",schemaPath:"#/properties/pulsar/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema34.properties.pulsar.type,parentSchema:schema34.properties.pulsar,data:data23};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data.eventhub !== undefined){
let data24 = data.eventhub;
if(!(data24 && typeof data24 == "object" && !Array.isArray(data24))){
const err27 = {instancePath:instancePath+"/eventhub",schemaPath:"#/properties/eventhub/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema34.properties.eventhub.type,parentSchema:schema34.properties.eventhub,data:data24};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data.elasticsearch !== undefined){
let data25 = data.elasticsearch;
if(!(data25 && typeof data25 == "object" && !Array.isArray(data25))){
const err28 = {instancePath:instancePath+"/elasticsearch",schemaPath:"#/properties/elasticsearch/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema34.properties.elasticsearch.type,parentSchema:schema34.properties.elasticsearch,data:data25};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data.opensearch !== undefined){
let data26 = data.opensearch;
if(!(data26 && typeof data26 == "object" && !Array.isArray(data26))){
const err29 = {instancePath:instancePath+"/opensearch",schemaPath:"#/properties/opensearch/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema34.properties.opensearch.type,parentSchema:schema34.properties.opensearch,data:data26};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data.mongodb !== undefined){
let data27 = data.mongodb;
if(!(data27 && typeof data27 == "object" && !Array.isArray(data27))){
const err30 = {instancePath:instancePath+"/mongodb",schemaPath:"#/properties/mongodb/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema34.properties.mongodb.type,parentSchema:schema34.properties.mongodb,data:data27};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
}
else {
const err31 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema34.type,parentSchema:schema34,data};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
validate81.errors = vErrors;
return errors === 0;
}
validate81.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate85(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate85.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if((!(data && typeof data == "object" && !Array.isArray(data))) && (typeof data !== "string")){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema30.type},message:"must be object,string",schema:schema30.type,parentSchema:schema30,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((key0 === "sequence") || (key0 === "sink"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema30,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.sequence !== undefined){
if(!(validate67(data.sequence, {instancePath:instancePath+"/sequence",parentData:data,parentDataProperty:"sequence",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate67.errors : vErrors.concat(validate67.errors);
errors = vErrors.length;
}
}
if(data.sink !== undefined){
if(!(validate70(data.sink, {instancePath:instancePath+"/sink",parentData:data,parentDataProperty:"sink",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate70.errors : vErrors.concat(validate70.errors);
errors = vErrors.length;
}
}
}
validate85.errors = vErrors;
return errors === 0;
}
validate85.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema37 = {"type":"object","properties":{"name":{"type":"string","pattern":"\\S","description":"View to write: a step, or an input."},"dataset":{"type":"string","description":"Address: dataos://depot:collection/dataset?acl=rw."},"depot":{"type":"string","description":"Before version 7.0: depot and collection.","deprecated":true},"format":{"type":"string","description":"Format of the data. Default: by the depot.","examples":["iceberg","parquet","csv","json"]},"outputType":{"type":"string","description":"Older name of format.","deprecated":true},"driver":{"type":"string","description":"Accepted, has no effect."},"title":{"type":["string","null"],"description":"Title of the dataset."},"description":{"type":["string","null"],"description":"Description of the dataset."},"tags":{"type":["array","null"],"items":{"type":"string"},"description":"Tags of the dataset."},"columnTags":{"type":["array","null"],"items":{"type":"object","properties":{"columnName":{"type":"string","description":"A column."},"columnNames":{"type":"array","items":{"type":"string"},"description":"Columns."},"columnRegex":{"type":"string","description":"Columns whose name matches from its start."},"tags":{"type":"array","items":{"type":"string"},"description":"Their tags."}},"required":["tags"],"additionalProperties":false},"description":"Tags of columns; masking policies select by them."},"assertions":{"$ref":"#/$defs/assertions","description":"Checked before anything is written."},"isStream":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Accepted where false."},"checkpointLocation":{"type":"string","description":"Streaming only."},"options":{"$ref":"#/$defs/outputOptions"},"file":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"jdbc":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"redshift":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"snowflake":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"bigquery":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"kafka":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"pulsar":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"eventhub":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"elasticsearch":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"opensearch":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true},"mongodb":{"type":"object","description":"Connection of stand-alone mode. Not supported.","deprecated":true}},"required":["name"],"additionalProperties":false};
const schema38 = {"type":["array","null"],"items":{"type":"object","properties":{"column":{"type":"string","pattern":"\\S","description":"Column the tests are about."},"sql":{"type":"string","description":"A query whose aliases the tests name."},"filter":{"type":"string","description":"Only rows for which this predicate holds."},"validFormat":{"type":"object","properties":{"regex":{"type":"string","description":"Pattern that valid values contain."}},"required":["regex"],"additionalProperties":false,"description":"What a valid value looks like."},"tests":{"type":"array","items":{"type":"string"},"description":"metric operator number.","minItems":1}},"required":["tests"],"additionalProperties":false}};

function validate90(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate90.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if((!(Array.isArray(data))) && (data !== null)){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema38.type},message:"must be array,null",schema:schema38.type,parentSchema:schema38,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if(data0.tests === undefined){
const err1 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/required",keyword:"required",params:{missingProperty: "tests"},message:"must have required property '"+"tests"+"'",schema:schema38.items.required,parentSchema:schema38.items,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 in data0){
if(!(((((key0 === "column") || (key0 === "sql")) || (key0 === "filter")) || (key0 === "validFormat")) || (key0 === "tests"))){
const err2 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema38.items,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data0.column !== undefined){
let data1 = data0.column;
if(typeof data1 === "string"){
if(!pattern3.test(data1)){
const err3 = {instancePath:instancePath+"/" + i0+"/column",schemaPath:"#/items/properties/column/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema38.items.properties.column,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/" + i0+"/column",schemaPath:"#/items/properties/column/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema38.items.properties.column.type,parentSchema:schema38.items.properties.column,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data0.sql !== undefined){
let data2 = data0.sql;
if(typeof data2 !== "string"){
const err5 = {instancePath:instancePath+"/" + i0+"/sql",schemaPath:"#/items/properties/sql/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema38.items.properties.sql.type,parentSchema:schema38.items.properties.sql,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data0.filter !== undefined){
let data3 = data0.filter;
if(typeof data3 !== "string"){
const err6 = {instancePath:instancePath+"/" + i0+"/filter",schemaPath:"#/items/properties/filter/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema38.items.properties.filter.type,parentSchema:schema38.items.properties.filter,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data0.validFormat !== undefined){
let data4 = data0.validFormat;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(data4.regex === undefined){
const err7 = {instancePath:instancePath+"/" + i0+"/validFormat",schemaPath:"#/items/properties/validFormat/required",keyword:"required",params:{missingProperty: "regex"},message:"must have required property '"+"regex"+"'",schema:schema38.items.properties.validFormat.required,parentSchema:schema38.items.properties.validFormat,data:data4};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
for(const key1 in data4){
if(!(key1 === "regex")){
const err8 = {instancePath:instancePath+"/" + i0+"/validFormat",schemaPath:"#/items/properties/validFormat/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema38.items.properties.validFormat,data:data4};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data4.regex !== undefined){
let data5 = data4.regex;
if(typeof data5 !== "string"){
const err9 = {instancePath:instancePath+"/" + i0+"/validFormat/regex",schemaPath:"#/items/properties/validFormat/properties/regex/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema38.items.properties.validFormat.properties.regex.type,parentSchema:schema38.items.properties.validFormat.properties.regex,data:data5};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
else {
const err10 = {instancePath:instancePath+"/" + i0+"/validFormat",schemaPath:"#/items/properties/validFormat/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema38.items.properties.validFormat.type,parentSchema:schema38.items.properties.validFormat,data:data4};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data0.tests !== undefined){
let data6 = data0.tests;
if(Array.isArray(data6)){
if(data6.length < 1){
const err11 = {instancePath:instancePath+"/" + i0+"/tests",schemaPath:"#/items/properties/tests/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema38.items.properties.tests,data:data6};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
const len1 = data6.length;
for(let i1=0; i1<len1; i1++){
let data7 = data6[i1];
if(typeof data7 !== "string"){
const err12 = {instancePath:instancePath+"/" + i0+"/tests/" + i1,schemaPath:"#/items/properties/tests/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema38.items.properties.tests.items.type,parentSchema:schema38.items.properties.tests.items,data:data7};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
else {
const err13 = {instancePath:instancePath+"/" + i0+"/tests",schemaPath:"#/items/properties/tests/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema38.items.properties.tests.type,parentSchema:schema38.items.properties.tests,data:data6};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
else {
const err14 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema38.items.type,parentSchema:schema38.items,data:data0};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
validate90.errors = vErrors;
return errors === 0;
}
validate90.evaluated = {"items":true,"dynamicProps":false,"dynamicItems":false};

const schema39 = {"type":["object","null"],"properties":{"saveMode":{"type":"string","description":"append, overwrite, errorIfExists, ignore or overwritePartitions, in any letter case. Default: overwrite. Without effect beside a merge or a strategy. overwritePartitions replaces the partitions that occur in the new rows, as overwrite does with the property overwrite-mode: dynamic.","examples":["append","overwrite","errorIfExists","ignore","overwritePartitions"]},"strategy":{"$ref":"#/$defs/strategy"},"iceberg":{"type":"object","properties":{"partitionSpec":{"$ref":"#/$defs/partitionSpec"},"properties":{"type":["object","null"],"additionalProperties":{"type":["string","number","boolean","null"]},"description":"Table properties. overwrite-mode: dynamic is an option of the writer: only partitions that occur in the new rows are replaced."},"merge":{"$ref":"#/$defs/merge"}},"additionalProperties":false,"description":"Options of Iceberg tables."},"sort":{"type":"object","properties":{"mode":{"type":"string","description":"partition or global.","examples":["partition","global"]},"columns":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string","pattern":"\\S","description":"Column."},"order":{"type":"string","description":"asc or desc.","examples":["asc","desc"]}},"required":["name"],"additionalProperties":false},"description":"Columns in order."}},"required":["columns"],"additionalProperties":false,"description":"Order of the rows written."},"extraOptions":{"type":["object","null"],"additionalProperties":true,"description":"Options of the writer. branch: the branch of the table to write to, made from main where it is missing."},"compressionType":{"type":"string","description":"Compression of files.","examples":["gzip","snappy"]},"partitionBy":{"type":["array","string"],"items":{"type":"string"},"description":"Columns that become folders; identity partitions of a table."},"bigquery":{"type":["object","null"],"additionalProperties":true,"description":"Passed through."},"connectionProps":{"type":["object","null"],"additionalProperties":true,"description":"Passed through."},"query":{"type":"string","description":"Passed through."},"file":{"type":["object","null"],"additionalProperties":true,"description":"Passed through."},"checkpointLocation":{"type":"string","description":"Streaming only."},"merge":{"$ref":"#/$defs/merge","description":"Belongs under iceberg.","deprecated":true},"properties":{"type":["object","null"],"additionalProperties":{"type":["string","number","boolean","null"]},"description":"Belongs under iceberg.","deprecated":true},"partitionSpec":{"$ref":"#/$defs/partitionSpec","description":"Belongs under iceberg; ignored here.","deprecated":true},"title":{"type":["string","null"],"description":"Belongs on the output."}},"additionalProperties":false,"description":"How the output is written."};
const schema40 = {"x-extension":true,"type":"object","properties":{"type":{"type":"string","description":"append: new rows are added. latest: of each key one row stays, the first by orderBy; a new row comes before a stored one that is equal. merge: a new row takes the place of the stored one with its key, and two new rows of one key are an error.","examples":["append","latest","merge"]},"keys":{"type":["array","string"],"items":{"type":"string","pattern":"\\S"},"description":"Columns that tell which rows are versions of one; latest and merge need them. None may be NULL."},"orderBy":{"type":"string","description":"Which version of a row is the latest: updated_at, or several columns with directions. Default: descending, the greatest first.","examples":["updated_at","updated_at, version"]}},"required":["type"],"additionalProperties":false,"description":"Extension of Millrace. What new rows do to the stored ones, in place of a merge that is written out."};

function validate93(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate93.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema40.required,parentSchema:schema40,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(((key0 === "type") || (key0 === "keys")) || (key0 === "orderBy"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema40,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.type !== undefined){
let data0 = data.type;
if(typeof data0 !== "string"){
const err2 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema40.properties.type.type,parentSchema:schema40.properties.type,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.keys !== undefined){
let data1 = data.keys;
if((!(Array.isArray(data1))) && (typeof data1 !== "string")){
const err3 = {instancePath:instancePath+"/keys",schemaPath:"#/properties/keys/type",keyword:"type",params:{type: schema40.properties.keys.type},message:"must be array,string",schema:schema40.properties.keys.type,parentSchema:schema40.properties.keys,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(typeof data2 === "string"){
if(!pattern3.test(data2)){
const err4 = {instancePath:instancePath+"/keys/" + i0,schemaPath:"#/properties/keys/items/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema40.properties.keys.items,data:data2};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/keys/" + i0,schemaPath:"#/properties/keys/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema40.properties.keys.items.type,parentSchema:schema40.properties.keys.items,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
}
if(data.orderBy !== undefined){
let data3 = data.orderBy;
if(typeof data3 !== "string"){
const err6 = {instancePath:instancePath+"/orderBy",schemaPath:"#/properties/orderBy/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema40.properties.orderBy.type,parentSchema:schema40.properties.orderBy,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
else {
const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema40.type,parentSchema:schema40,data};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
validate93.errors = vErrors;
return errors === 0;
}
validate93.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema41 = {"type":["array","null"],"items":{"type":"object","properties":{"type":{"type":"string","description":"Transform.","examples":["identity","year","month","day","hour","bucket","truncate"]},"column":{"type":"string","pattern":"\\S","description":"Source column."},"name":{"type":"string","description":"Name of the partition field, which no column of the table may have. Default: the column and the transform, such as ordered_at_month."},"asColumn":{"type":"string","description":"Other spelling of name.","deprecated":true},"numBuckets":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Number of buckets; bucket needs it."},"bucket_count":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Other spelling of numBuckets."},"width":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Width of truncate, which needs it."}},"required":["type","column"],"additionalProperties":false},"description":"Partitions, outermost first."};

function validate95(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate95.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if((!(Array.isArray(data))) && (data !== null)){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema41.type},message:"must be array,null",schema:schema41.type,parentSchema:schema41,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if(data0.type === undefined){
const err1 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema41.items.required,parentSchema:schema41.items,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data0.column === undefined){
const err2 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/required",keyword:"required",params:{missingProperty: "column"},message:"must have required property '"+"column"+"'",schema:schema41.items.required,parentSchema:schema41.items,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 in data0){
if(!(((((((key0 === "type") || (key0 === "column")) || (key0 === "name")) || (key0 === "asColumn")) || (key0 === "numBuckets")) || (key0 === "bucket_count")) || (key0 === "width"))){
const err3 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema41.items,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data0.type !== undefined){
let data1 = data0.type;
if(typeof data1 !== "string"){
const err4 = {instancePath:instancePath+"/" + i0+"/type",schemaPath:"#/items/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema41.items.properties.type.type,parentSchema:schema41.items.properties.type,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data0.column !== undefined){
let data2 = data0.column;
if(typeof data2 === "string"){
if(!pattern3.test(data2)){
const err5 = {instancePath:instancePath+"/" + i0+"/column",schemaPath:"#/items/properties/column/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema41.items.properties.column,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/" + i0+"/column",schemaPath:"#/items/properties/column/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema41.items.properties.column.type,parentSchema:schema41.items.properties.column,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data0.name !== undefined){
let data3 = data0.name;
if(typeof data3 !== "string"){
const err7 = {instancePath:instancePath+"/" + i0+"/name",schemaPath:"#/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema41.items.properties.name.type,parentSchema:schema41.items.properties.name,data:data3};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data0.asColumn !== undefined){
let data4 = data0.asColumn;
if(typeof data4 !== "string"){
const err8 = {instancePath:instancePath+"/" + i0+"/asColumn",schemaPath:"#/items/properties/asColumn/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema41.items.properties.asColumn.type,parentSchema:schema41.items.properties.asColumn,data:data4};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data0.numBuckets !== undefined){
let data5 = data0.numBuckets;
if((!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))) && (typeof data5 !== "string")){
const err9 = {instancePath:instancePath+"/" + i0+"/numBuckets",schemaPath:"#/items/properties/numBuckets/type",keyword:"type",params:{type: schema41.items.properties.numBuckets.type},message:"must be integer,string",schema:schema41.items.properties.numBuckets.type,parentSchema:schema41.items.properties.numBuckets,data:data5};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(typeof data5 === "string"){
if(!pattern16.test(data5)){
const err10 = {instancePath:instancePath+"/" + i0+"/numBuckets",schemaPath:"#/items/properties/numBuckets/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+$"},message:"must match pattern \""+"^-?[0-9]+$"+"\"",schema:"^-?[0-9]+$",parentSchema:schema41.items.properties.numBuckets,data:data5};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
if(data0.bucket_count !== undefined){
let data6 = data0.bucket_count;
if((!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))) && (typeof data6 !== "string")){
const err11 = {instancePath:instancePath+"/" + i0+"/bucket_count",schemaPath:"#/items/properties/bucket_count/type",keyword:"type",params:{type: schema41.items.properties.bucket_count.type},message:"must be integer,string",schema:schema41.items.properties.bucket_count.type,parentSchema:schema41.items.properties.bucket_count,data:data6};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(typeof data6 === "string"){
if(!pattern16.test(data6)){
const err12 = {instancePath:instancePath+"/" + i0+"/bucket_count",schemaPath:"#/items/properties/bucket_count/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+$"},message:"must match pattern \""+"^-?[0-9]+$"+"\"",schema:"^-?[0-9]+$",parentSchema:schema41.items.properties.bucket_count,data:data6};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
if(data0.width !== undefined){
let data7 = data0.width;
if((!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))) && (typeof data7 !== "string")){
const err13 = {instancePath:instancePath+"/" + i0+"/width",schemaPath:"#/items/properties/width/type",keyword:"type",params:{type: schema41.items.properties.width.type},message:"must be integer,string",schema:schema41.items.properties.width.type,parentSchema:schema41.items.properties.width,data:data7};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(typeof data7 === "string"){
if(!pattern16.test(data7)){
const err14 = {instancePath:instancePath+"/" + i0+"/width",schemaPath:"#/items/properties/width/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+$"},message:"must match pattern \""+"^-?[0-9]+$"+"\"",schema:"^-?[0-9]+$",parentSchema:schema41.items.properties.width,data:data7};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
}
else {
const err15 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema41.items.type,parentSchema:schema41.items,data:data0};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
validate95.errors = vErrors;
return errors === 0;
}
validate95.evaluated = {"items":true,"dynamicProps":false,"dynamicItems":false};

const schema42 = {"type":"object","properties":{"onClause":{"type":"string","description":"Condition over old (the stored table) and new (the view); target and source mean the same.","pattern":"\\S"},"whenClause":{"type":"string","description":"What happens to rows: MATCHED [AND condition] THEN UPDATE SET * | UPDATE SET old.column = value, … | DELETE, then WHEN NOT MATCHED [AND condition] THEN INSERT * | INSERT (columns) VALUES (values). The first clause of its kind whose condition holds decides.","pattern":"\\S","examples":["MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *","NOT MATCHED THEN INSERT *"]}},"required":["onClause","whenClause"],"additionalProperties":false,"description":"Merge the view into the table."};

function validate97(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate97.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.onClause === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "onClause"},message:"must have required property '"+"onClause"+"'",schema:schema42.required,parentSchema:schema42,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.whenClause === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "whenClause"},message:"must have required property '"+"whenClause"+"'",schema:schema42.required,parentSchema:schema42,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 in data){
if(!((key0 === "onClause") || (key0 === "whenClause"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema42,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.onClause !== undefined){
let data0 = data.onClause;
if(typeof data0 === "string"){
if(!pattern3.test(data0)){
const err3 = {instancePath:instancePath+"/onClause",schemaPath:"#/properties/onClause/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema42.properties.onClause,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/onClause",schemaPath:"#/properties/onClause/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema42.properties.onClause.type,parentSchema:schema42.properties.onClause,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.whenClause !== undefined){
let data1 = data.whenClause;
if(typeof data1 === "string"){
if(!pattern3.test(data1)){
const err5 = {instancePath:instancePath+"/whenClause",schemaPath:"#/properties/whenClause/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema42.properties.whenClause,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/whenClause",schemaPath:"#/properties/whenClause/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema42.properties.whenClause.type,parentSchema:schema42.properties.whenClause,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
else {
const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema42.type,parentSchema:schema42,data};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
validate97.errors = vErrors;
return errors === 0;
}
validate97.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate92(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate92.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if((!(data && typeof data == "object" && !Array.isArray(data))) && (data !== null)){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema39.type},message:"must be object,null",schema:schema39.type,parentSchema:schema39,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(func1.call(schema39.properties, key0))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema39,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.saveMode !== undefined){
let data0 = data.saveMode;
if(typeof data0 !== "string"){
const err2 = {instancePath:instancePath+"/saveMode",schemaPath:"#/properties/saveMode/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema39.properties.saveMode.type,parentSchema:schema39.properties.saveMode,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.strategy !== undefined){
if(!(validate93(data.strategy, {instancePath:instancePath+"/strategy",parentData:data,parentDataProperty:"strategy",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate93.errors : vErrors.concat(validate93.errors);
errors = vErrors.length;
}
}
if(data.iceberg !== undefined){
let data2 = data.iceberg;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
for(const key1 in data2){
if(!(((key1 === "partitionSpec") || (key1 === "properties")) || (key1 === "merge"))){
const err3 = {instancePath:instancePath+"/iceberg",schemaPath:"#/properties/iceberg/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema39.properties.iceberg,data:data2};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data2.partitionSpec !== undefined){
if(!(validate95(data2.partitionSpec, {instancePath:instancePath+"/iceberg/partitionSpec",parentData:data2,parentDataProperty:"partitionSpec",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate95.errors : vErrors.concat(validate95.errors);
errors = vErrors.length;
}
}
if(data2.properties !== undefined){
let data4 = data2.properties;
if((!(data4 && typeof data4 == "object" && !Array.isArray(data4))) && (data4 !== null)){
const err4 = {instancePath:instancePath+"/iceberg/properties",schemaPath:"#/properties/iceberg/properties/properties/type",keyword:"type",params:{type: schema39.properties.iceberg.properties.properties.type},message:"must be object,null",schema:schema39.properties.iceberg.properties.properties.type,parentSchema:schema39.properties.iceberg.properties.properties,data:data4};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
for(const key2 in data4){
let data5 = data4[key2];
if((((typeof data5 !== "string") && (!((typeof data5 == "number") && (isFinite(data5))))) && (typeof data5 !== "boolean")) && (data5 !== null)){
const err5 = {instancePath:instancePath+"/iceberg/properties/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/iceberg/properties/properties/additionalProperties/type",keyword:"type",params:{type: schema39.properties.iceberg.properties.properties.additionalProperties.type},message:"must be string,number,boolean,null",schema:schema39.properties.iceberg.properties.properties.additionalProperties.type,parentSchema:schema39.properties.iceberg.properties.properties.additionalProperties,data:data5};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
}
if(data2.merge !== undefined){
if(!(validate97(data2.merge, {instancePath:instancePath+"/iceberg/merge",parentData:data2,parentDataProperty:"merge",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate97.errors : vErrors.concat(validate97.errors);
errors = vErrors.length;
}
}
}
else {
const err6 = {instancePath:instancePath+"/iceberg",schemaPath:"#/properties/iceberg/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema39.properties.iceberg.type,parentSchema:schema39.properties.iceberg,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.sort !== undefined){
let data7 = data.sort;
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
if(data7.columns === undefined){
const err7 = {instancePath:instancePath+"/sort",schemaPath:"#/properties/sort/required",keyword:"required",params:{missingProperty: "columns"},message:"must have required property '"+"columns"+"'",schema:schema39.properties.sort.required,parentSchema:schema39.properties.sort,data:data7};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
for(const key3 in data7){
if(!((key3 === "mode") || (key3 === "columns"))){
const err8 = {instancePath:instancePath+"/sort",schemaPath:"#/properties/sort/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema39.properties.sort,data:data7};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data7.mode !== undefined){
let data8 = data7.mode;
if(typeof data8 !== "string"){
const err9 = {instancePath:instancePath+"/sort/mode",schemaPath:"#/properties/sort/properties/mode/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema39.properties.sort.properties.mode.type,parentSchema:schema39.properties.sort.properties.mode,data:data8};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data7.columns !== undefined){
let data9 = data7.columns;
if(Array.isArray(data9)){
const len0 = data9.length;
for(let i0=0; i0<len0; i0++){
let data10 = data9[i0];
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
if(data10.name === undefined){
const err10 = {instancePath:instancePath+"/sort/columns/" + i0,schemaPath:"#/properties/sort/properties/columns/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema39.properties.sort.properties.columns.items.required,parentSchema:schema39.properties.sort.properties.columns.items,data:data10};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
for(const key4 in data10){
if(!((key4 === "name") || (key4 === "order"))){
const err11 = {instancePath:instancePath+"/sort/columns/" + i0,schemaPath:"#/properties/sort/properties/columns/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema39.properties.sort.properties.columns.items,data:data10};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data10.name !== undefined){
let data11 = data10.name;
if(typeof data11 === "string"){
if(!pattern3.test(data11)){
const err12 = {instancePath:instancePath+"/sort/columns/" + i0+"/name",schemaPath:"#/properties/sort/properties/columns/items/properties/name/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema39.properties.sort.properties.columns.items.properties.name,data:data11};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/sort/columns/" + i0+"/name",schemaPath:"#/properties/sort/properties/columns/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema39.properties.sort.properties.columns.items.properties.name.type,parentSchema:schema39.properties.sort.properties.columns.items.properties.name,data:data11};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data10.order !== undefined){
let data12 = data10.order;
if(typeof data12 !== "string"){
const err14 = {instancePath:instancePath+"/sort/columns/" + i0+"/order",schemaPath:"#/properties/sort/properties/columns/items/properties/order/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema39.properties.sort.properties.columns.items.properties.order.type,parentSchema:schema39.properties.sort.properties.columns.items.properties.order,data:data12};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
else {
const err15 = {instancePath:instancePath+"/sort/columns/" + i0,schemaPath:"#/properties/sort/properties/columns/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema39.properties.sort.properties.columns.items.type,parentSchema:schema39.properties.sort.properties.columns.items,data:data10};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
else {
const err16 = {instancePath:instancePath+"/sort/columns",schemaPath:"#/properties/sort/properties/columns/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema39.properties.sort.properties.columns.type,parentSchema:schema39.properties.sort.properties.columns,data:data9};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
else {
const err17 = {instancePath:instancePath+"/sort",schemaPath:"#/properties/sort/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema39.properties.sort.type,parentSchema:schema39.properties.sort,data:data7};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.extraOptions !== undefined){
let data13 = data.extraOptions;
if((!(data13 && typeof data13 == "object" && !Array.isArray(data13))) && (data13 !== null)){
const err18 = {instancePath:instancePath+"/extraOptions",schemaPath:"#/properties/extraOptions/type",keyword:"type",params:{type: schema39.properties.extraOptions.type},message:"must be object,null",schema:schema39.properties.extraOptions.type,parentSchema:schema39.properties.extraOptions,data:data13};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.compressionType !== undefined){
let data14 = data.compressionType;
if(typeof data14 !== "string"){
const err19 = {instancePath:instancePath+"/compressionType",schemaPath:"#/properties/compressionType/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema39.properties.compressionType.type,parentSchema:schema39.properties.compressionType,data:data14};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.partitionBy !== undefined){
let data15 = data.partitionBy;
if((!(Array.isArray(data15))) && (typeof data15 !== "string")){
const err20 = {instancePath:instancePath+"/partitionBy",schemaPath:"#/properties/partitionBy/type",keyword:"type",params:{type: schema39.properties.partitionBy.type},message:"must be array,string",schema:schema39.properties.partitionBy.type,parentSchema:schema39.properties.partitionBy,data:data15};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(Array.isArray(data15)){
const len1 = data15.length;
for(let i1=0; i1<len1; i1++){
let data16 = data15[i1];
if(typeof data16 !== "string"){
const err21 = {instancePath:instancePath+"/partitionBy/" + i1,schemaPath:"#/properties/partitionBy/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema39.properties.partitionBy.items.type,parentSchema:schema39.properties.partitionBy.items,data:data16};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
}
if(data.bigquery !== undefined){
let data17 = data.bigquery;
if((!(data17 && typeof data17 == "object" && !Array.isArray(data17))) && (data17 !== null)){
const err22 = {instancePath:instancePath+"/bigquery",schemaPath:"#/properties/bigquery/type",keyword:"type",params:{type: schema39.properties.bigquery.type},message:"must be object,null",schema:schema39.properties.bigquery.type,parentSchema:schema39.properties.bigquery,data:data17};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data.connectionProps !== undefined){
let data18 = data.connectionProps;
if((!(data18 && typeof data18 == "object" && !Array.isArray(data18))) && (data18 !== null)){
const err23 = {instancePath:instancePath+"/connectionProps",schemaPath:"#/properties/connectionProps/type",keyword:"type",params:{type: schema39.properties.connectionProps.type},message:"must be object,null",schema:schema39.properties.connectionProps.type,parentSchema:schema39.properties.connectionProps,data:data18};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data.query !== undefined){
let data19 = data.query;
if(typeof data19 !== "string"){
const err24 = {instancePath:instancePath+"/query",schemaPath:"#/properties/query/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema39.properties.query.type,parentSchema:schema39.properties.query,data:data19};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.file !== undefined){
let data20 = data.file;
if((!(data20 && typeof data20 == "object" && !Array.isArray(data20))) && (data20 !== null)){
const err25 = {instancePath:instancePath+"/file",schemaPath:"#/properties/file/type",keyword:"type",params:{type: schema39.properties.file.type},message:"must be object,null",schema:schema39.properties.file.type,parentSchema:schema39.properties.file,data:data20};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data.checkpointLocation !== undefined){
let data21 = data.checkpointLocation;
if(typeof data21 !== "string"){
const err26 = {instancePath:instancePath+"/checkpointLocation",schemaPath:"#/properties/checkpointLocation/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema39.properties.checkpointLocation.type,parentSchema:schema39.properties.checkpointLocation,data:data21};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data.merge !== undefined){
if(!(validate97(data.merge, {instancePath:instancePath+"/merge",parentData:data,parentDataProperty:"merge",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate97.errors : vErrors.concat(validate97.errors);
errors = vErrors.length;
}
}
if(data.properties !== undefined){
let data23 = data.properties;
if((!(data23 && typeof data23 == "object" && !Array.isArray(data23))) && (data23 !== null)){
const err27 = {instancePath:instancePath+"/properties",schemaPath:"#/properties/properties/type",keyword:"type",params:{type: schema39.properties.properties.type},message:"must be object,null",schema:schema39.properties.properties.type,parentSchema:schema39.properties.properties,data:data23};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(data23 && typeof data23 == "object" && !Array.isArray(data23)){
for(const key5 in data23){
let data24 = data23[key5];
if((((typeof data24 !== "string") && (!((typeof data24 == "number") && (isFinite(data24))))) && (typeof data24 !== "boolean")) && (data24 !== null)){
const err28 = {instancePath:instancePath+"/properties/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/properties/additionalProperties/type",keyword:"type",params:{type: schema39.properties.properties.additionalProperties.type},message:"must be string,number,boolean,null",schema:schema39.properties.properties.additionalProperties.type,parentSchema:schema39.properties.properties.additionalProperties,data:data24};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
}
}
if(data.partitionSpec !== undefined){
if(!(validate95(data.partitionSpec, {instancePath:instancePath+"/partitionSpec",parentData:data,parentDataProperty:"partitionSpec",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate95.errors : vErrors.concat(validate95.errors);
errors = vErrors.length;
}
}
if(data.title !== undefined){
let data26 = data.title;
if((typeof data26 !== "string") && (data26 !== null)){
const err29 = {instancePath:instancePath+"/title",schemaPath:"#/properties/title/type",keyword:"type",params:{type: schema39.properties.title.type},message:"must be string,null",schema:schema39.properties.title.type,parentSchema:schema39.properties.title,data:data26};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
}
validate92.errors = vErrors;
return errors === 0;
}
validate92.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate89(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate89.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema37.required,parentSchema:schema37,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(func1.call(schema37.properties, key0))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema37,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern3.test(data0)){
const err2 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema37.properties.name,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.name.type,parentSchema:schema37.properties.name,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.dataset !== undefined){
let data1 = data.dataset;
if(typeof data1 !== "string"){
const err4 = {instancePath:instancePath+"/dataset",schemaPath:"#/properties/dataset/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.dataset.type,parentSchema:schema37.properties.dataset,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.depot !== undefined){
let data2 = data.depot;
if(typeof data2 !== "string"){
const err5 = {instancePath:instancePath+"/depot",schemaPath:"#/properties/depot/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.depot.type,parentSchema:schema37.properties.depot,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.format !== undefined){
let data3 = data.format;
if(typeof data3 !== "string"){
const err6 = {instancePath:instancePath+"/format",schemaPath:"#/properties/format/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.format.type,parentSchema:schema37.properties.format,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.outputType !== undefined){
let data4 = data.outputType;
if(typeof data4 !== "string"){
const err7 = {instancePath:instancePath+"/outputType",schemaPath:"#/properties/outputType/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.outputType.type,parentSchema:schema37.properties.outputType,data:data4};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.driver !== undefined){
let data5 = data.driver;
if(typeof data5 !== "string"){
const err8 = {instancePath:instancePath+"/driver",schemaPath:"#/properties/driver/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.driver.type,parentSchema:schema37.properties.driver,data:data5};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.title !== undefined){
let data6 = data.title;
if((typeof data6 !== "string") && (data6 !== null)){
const err9 = {instancePath:instancePath+"/title",schemaPath:"#/properties/title/type",keyword:"type",params:{type: schema37.properties.title.type},message:"must be string,null",schema:schema37.properties.title.type,parentSchema:schema37.properties.title,data:data6};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.description !== undefined){
let data7 = data.description;
if((typeof data7 !== "string") && (data7 !== null)){
const err10 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: schema37.properties.description.type},message:"must be string,null",schema:schema37.properties.description.type,parentSchema:schema37.properties.description,data:data7};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.tags !== undefined){
let data8 = data.tags;
if((!(Array.isArray(data8))) && (data8 !== null)){
const err11 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: schema37.properties.tags.type},message:"must be array,null",schema:schema37.properties.tags.type,parentSchema:schema37.properties.tags,data:data8};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(Array.isArray(data8)){
const len0 = data8.length;
for(let i0=0; i0<len0; i0++){
let data9 = data8[i0];
if(typeof data9 !== "string"){
const err12 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.tags.items.type,parentSchema:schema37.properties.tags.items,data:data9};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
}
if(data.columnTags !== undefined){
let data10 = data.columnTags;
if((!(Array.isArray(data10))) && (data10 !== null)){
const err13 = {instancePath:instancePath+"/columnTags",schemaPath:"#/properties/columnTags/type",keyword:"type",params:{type: schema37.properties.columnTags.type},message:"must be array,null",schema:schema37.properties.columnTags.type,parentSchema:schema37.properties.columnTags,data:data10};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(Array.isArray(data10)){
const len1 = data10.length;
for(let i1=0; i1<len1; i1++){
let data11 = data10[i1];
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
if(data11.tags === undefined){
const err14 = {instancePath:instancePath+"/columnTags/" + i1,schemaPath:"#/properties/columnTags/items/required",keyword:"required",params:{missingProperty: "tags"},message:"must have required property '"+"tags"+"'",schema:schema37.properties.columnTags.items.required,parentSchema:schema37.properties.columnTags.items,data:data11};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
for(const key1 in data11){
if(!((((key1 === "columnName") || (key1 === "columnNames")) || (key1 === "columnRegex")) || (key1 === "tags"))){
const err15 = {instancePath:instancePath+"/columnTags/" + i1,schemaPath:"#/properties/columnTags/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema37.properties.columnTags.items,data:data11};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data11.columnName !== undefined){
let data12 = data11.columnName;
if(typeof data12 !== "string"){
const err16 = {instancePath:instancePath+"/columnTags/" + i1+"/columnName",schemaPath:"#/properties/columnTags/items/properties/columnName/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.columnTags.items.properties.columnName.type,parentSchema:schema37.properties.columnTags.items.properties.columnName,data:data12};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data11.columnNames !== undefined){
let data13 = data11.columnNames;
if(Array.isArray(data13)){
const len2 = data13.length;
for(let i2=0; i2<len2; i2++){
let data14 = data13[i2];
if(typeof data14 !== "string"){
const err17 = {instancePath:instancePath+"/columnTags/" + i1+"/columnNames/" + i2,schemaPath:"#/properties/columnTags/items/properties/columnNames/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.columnTags.items.properties.columnNames.items.type,parentSchema:schema37.properties.columnTags.items.properties.columnNames.items,data:data14};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
else {
const err18 = {instancePath:instancePath+"/columnTags/" + i1+"/columnNames",schemaPath:"#/properties/columnTags/items/properties/columnNames/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.properties.columnTags.items.properties.columnNames.type,parentSchema:schema37.properties.columnTags.items.properties.columnNames,data:data13};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data11.columnRegex !== undefined){
let data15 = data11.columnRegex;
if(typeof data15 !== "string"){
const err19 = {instancePath:instancePath+"/columnTags/" + i1+"/columnRegex",schemaPath:"#/properties/columnTags/items/properties/columnRegex/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.columnTags.items.properties.columnRegex.type,parentSchema:schema37.properties.columnTags.items.properties.columnRegex,data:data15};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data11.tags !== undefined){
let data16 = data11.tags;
if(Array.isArray(data16)){
const len3 = data16.length;
for(let i3=0; i3<len3; i3++){
let data17 = data16[i3];
if(typeof data17 !== "string"){
const err20 = {instancePath:instancePath+"/columnTags/" + i1+"/tags/" + i3,schemaPath:"#/properties/columnTags/items/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.columnTags.items.properties.tags.items.type,parentSchema:schema37.properties.columnTags.items.properties.tags.items,data:data17};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
else {
const err21 = {instancePath:instancePath+"/columnTags/" + i1+"/tags",schemaPath:"#/properties/columnTags/items/properties/tags/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.properties.columnTags.items.properties.tags.type,parentSchema:schema37.properties.columnTags.items.properties.tags,data:data16};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
else {
const err22 = {instancePath:instancePath+"/columnTags/" + i1,schemaPath:"#/properties/columnTags/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.properties.columnTags.items.type,parentSchema:schema37.properties.columnTags.items,data:data11};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
}
}
if(data.assertions !== undefined){
if(!(validate90(data.assertions, {instancePath:instancePath+"/assertions",parentData:data,parentDataProperty:"assertions",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate90.errors : vErrors.concat(validate90.errors);
errors = vErrors.length;
}
}
if(data.isStream !== undefined){
let data19 = data.isStream;
if((typeof data19 !== "boolean") && (typeof data19 !== "string")){
const err23 = {instancePath:instancePath+"/isStream",schemaPath:"#/properties/isStream/type",keyword:"type",params:{type: schema37.properties.isStream.type},message:"must be boolean,string",schema:schema37.properties.isStream.type,parentSchema:schema37.properties.isStream,data:data19};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
if(typeof data19 === "string"){
if(!pattern11.test(data19)){
const err24 = {instancePath:instancePath+"/isStream",schemaPath:"#/properties/isStream/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema37.properties.isStream,data:data19};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
if(data.checkpointLocation !== undefined){
let data20 = data.checkpointLocation;
if(typeof data20 !== "string"){
const err25 = {instancePath:instancePath+"/checkpointLocation",schemaPath:"#/properties/checkpointLocation/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.checkpointLocation.type,parentSchema:schema37.properties.checkpointLocation,data:data20};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data.options !== undefined){
if(!(validate92(data.options, {instancePath:instancePath+"/options",parentData:data,parentDataProperty:"options",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate92.errors : vErrors.concat(validate92.errors);
errors = vErrors.length;
}
}
if(data.file !== undefined){
let data22 = data.file;
if(!(data22 && typeof data22 == "object" && !Array.isArray(data22))){
const err26 = {instancePath:instancePath+"/file",schemaPath:"#/properties/file/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.properties.file.type,parentSchema:schema37.properties.file,data:data22};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data.jdbc !== undefined){
let data23 = data.jdbc;
if(!(data23 && typeof data23 == "object" && !Array.isArray(data23))){
const err27 = {instancePath:instancePath+"/jdbc",schemaPath:"#/properties/jdbc/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.properties.jdbc.type,parentSchema:schema37.properties.jdbc,data:data23};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data.redshift !== undefined){
let data24 = data.redshift;
if(!(data24 && typeof data24 == "object" && !Array.isArray(data24))){
const err28 = {instancePath:instancePath+"/redshift",schemaPath:"#/properties/redshift/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.properties.redshift.type,parentSchema:schema37.properties.redshift,data:data24};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data.snowflake !== undefined){
let data25 = data.snowflake;
if(!(data25 && typeof data25 == "object" && !Array.isArray(data25))){
const err29 = {instancePath:instancePath+"/snowflake",schemaPath:"#/properties/snowflake/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.properties.snowflake.type,parentSchema:schema37.properties.snowflake,data:data25};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data.bigquery !== undefined){
let data26 = data.bigquery;
if(!(data26 && typeof data26 == "object" && !Array.isArray(data26))){
const err30 = {instancePath:instancePath+"/bigquery",schemaPath:"#/properties/bigquery/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.properties.bigquery.type,parentSchema:schema37.properties.bigquery,data:data26};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data.kafka !== undefined){
let data27 = data.kafka;
if(!(data27 && typeof data27 == "object" && !Array.isArray(data27))){
const err31 = {instancePath:instancePath+"/kafka",schemaPath:"#/properties/kafka/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.properties.kafka.type,parentSchema:schema37.properties.kafka,data:data27};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data.pulsar !== undefined){
let data28 = data.pulsar;
if(!(data28 && typeof data28 == "object" && !Array.isArray(data28))){
const err32 = {instancePath:instancePath+"/pulsar",schemaPath:"#/properties/pulsar/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.properties.pulsar.type,parentSchema:schema37.properties.pulsar,data:data28};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data.eventhub !== undefined){
let data29 = data.eventhub;
if(!(data29 && typeof data29 == "object" && !Array.isArray(data29))){
const err33 = {instancePath:instancePath+"/eventhub",schemaPath:"#/properties/eventhub/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.properties.eventhub.type,parentSchema:schema37.properties.eventhub,data:data29};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data.elasticsearch !== undefined){
let data30 = data.elasticsearch;
if(!(data30 && typeof data30 == "object" && !Array.isArray(data30))){
const err34 = {instancePath:instancePath+"/elasticsearch",schemaPath:"#/properties/elasticsearch/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.properties.elasticsearch.type,parentSchema:schema37.properties.elasticsearch,data:data30};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data.opensearch !== undefined){
let data31 = data.opensearch;
if(!(data31 && typeof data31 == "object" && !Array.isArray(data31))){
const err35 = {instancePath:instancePath+"/opensearch",schemaPath:"#/properties/opensearch/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.properties.opensearch.type,parentSchema:schema37.properties.opensearch,data:data31};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data.mongodb !== undefined){
let data32 = data.mongodb;
if(!(data32 && typeof data32 == "object" && !Array.isArray(data32))){
const err36 = {instancePath:instancePath+"/mongodb",schemaPath:"#/properties/mongodb/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.properties.mongodb.type,parentSchema:schema37.properties.mongodb,data:data32};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
}
else {
const err37 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.type,parentSchema:schema37,data};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
validate89.errors = vErrors;
return errors === 0;
}
validate89.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema43 = {"type":"object","properties":{"level":{"type":"string","description":"Only basic.","examples":["basic"]},"filters":{"type":["array","null"],"items":{"type":"object","properties":{"type":{"type":"string","description":"Only expression."},"expression":{"type":"string","description":"Spark SQL predicate."}},"required":["expression"],"additionalProperties":false},"description":"Only rows for which all hold."}},"additionalProperties":false,"description":"Profile the first input."};

function validate104(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate104.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((key0 === "level") || (key0 === "filters"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema43,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.level !== undefined){
let data0 = data.level;
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/level",schemaPath:"#/properties/level/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema43.properties.level.type,parentSchema:schema43.properties.level,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.filters !== undefined){
let data1 = data.filters;
if((!(Array.isArray(data1))) && (data1 !== null)){
const err2 = {instancePath:instancePath+"/filters",schemaPath:"#/properties/filters/type",keyword:"type",params:{type: schema43.properties.filters.type},message:"must be array,null",schema:schema43.properties.filters.type,parentSchema:schema43.properties.filters,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(data2.expression === undefined){
const err3 = {instancePath:instancePath+"/filters/" + i0,schemaPath:"#/properties/filters/items/required",keyword:"required",params:{missingProperty: "expression"},message:"must have required property '"+"expression"+"'",schema:schema43.properties.filters.items.required,parentSchema:schema43.properties.filters.items,data:data2};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key1 in data2){
if(!((key1 === "type") || (key1 === "expression"))){
const err4 = {instancePath:instancePath+"/filters/" + i0,schemaPath:"#/properties/filters/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema43.properties.filters.items,data:data2};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data2.type !== undefined){
let data3 = data2.type;
if(typeof data3 !== "string"){
const err5 = {instancePath:instancePath+"/filters/" + i0+"/type",schemaPath:"#/properties/filters/items/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema43.properties.filters.items.properties.type.type,parentSchema:schema43.properties.filters.items.properties.type,data:data3};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data2.expression !== undefined){
let data4 = data2.expression;
if(typeof data4 !== "string"){
const err6 = {instancePath:instancePath+"/filters/" + i0+"/expression",schemaPath:"#/properties/filters/items/properties/expression/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema43.properties.filters.items.properties.expression.type,parentSchema:schema43.properties.filters.items.properties.expression,data:data4};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
else {
const err7 = {instancePath:instancePath+"/filters/" + i0,schemaPath:"#/properties/filters/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema43.properties.filters.items.type,parentSchema:schema43.properties.filters.items,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
}
}
else {
const err8 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema43.type,parentSchema:schema43,data};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
validate104.errors = vErrors;
return errors === 0;
}
validate104.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema44 = {"type":"object","properties":{"name":{"type":"string","description":"rewrite_dataset, rewrite_manifest, expire_snapshots, remove_orphans or delete_from_dataset.","examples":["rewrite_dataset","rewrite_manifest","expire_snapshots","remove_orphans","delete_from_dataset"]},"input":{"type":"string","description":"The input whose table it is, with ?acl=rw in its address. Default: the only input."},"deleteWhere":{"type":"string","description":"delete_from_dataset: condition of the rows to delete, over the table under the name target, and the views of the job in queries."},"options":{"$ref":"#/$defs/actionOptions"}},"required":["name"],"additionalProperties":false,"description":"Maintenance of one Iceberg table, or a deletion of rows."};
const schema45 = {"type":["object","null"],"properties":{"strategy":{"type":"string","description":"rewrite_dataset: binpack or sort. Default: binpack, or sort where there is a sortOrder.","examples":["binpack","sort"]},"sortOrder":{"type":"string","description":"rewrite_dataset: columns with directions. Default, with strategy sort: the sort order of the table.","examples":["id ASC NULLS LAST, updated_at DESC"]},"where":{"type":"string","description":"rewrite_dataset: only files that may hold such rows."},"properties":{"type":["object","null"],"properties":{"target-file-size-bytes":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Size of the new files. Default: 536870912."},"min-file-size-bytes":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Smaller files are rewritten. Default: 75 % of the target."},"max-file-size-bytes":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Larger files are rewritten. Default: 180 % of the target."},"min-input-files":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"So many small files are worth a rewrite. Default: 5."},"max-file-group-size-bytes":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"At most so many bytes are rewritten together. Default: 107374182400."},"rewrite-all":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Every file is rewritten. Default: false."},"delete-file-threshold":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"A file with so many delete files is rewritten."},"delete-ratio-threshold":{"type":["number","string"],"description":"Accepted, has no effect."},"partial-progress.enabled":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Commit parts as they are done. Default: false."},"partial-progress.max-commits":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"In at most so many commits. Default: 10."},"partial-progress.max-failed-commits":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Accepted, has no effect."},"max-concurrent-file-group-rewrites":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Accepted, has no effect."},"use-starting-sequence-number":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Accepted, has no effect."},"remove-dangling-deletes":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Accepted, has no effect."},"rewrite-job-order":{"type":"string","description":"Accepted, has no effect."},"output-spec-id":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Accepted, has no effect."},"shuffle-partitions-per-file":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Accepted, has no effect."},"compression-factor":{"type":["number","string"],"description":"Accepted, has no effect."}},"additionalProperties":false,"description":"rewrite_dataset: what is rewritten into what."},"useCaching":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"rewrite_manifest: accepted, has no effect."},"olderThanMillis":{"type":["string","integer"],"description":"expire_snapshots, remove_orphans: what is older goes. Milliseconds since 1970.","examples":["1741987433222"]},"olderThanTimestamp":{"type":["string","integer"],"description":"The same as a date and time, of UTC where it names no zone.","examples":["2025-04-19 00:00:00.000"]},"olderThan":{"type":["string","integer"],"description":"Other spelling of olderThanMillis and olderThanTimestamp.","deprecated":true},"expireOlderThan":{"type":["string","integer"],"description":"Older spelling of olderThanMillis and olderThanTimestamp.","deprecated":true},"snapshotIds":{"type":["array","string","integer","null"],"items":{"type":["string","integer"]},"description":"expire_snapshots: these go."},"expireSnapshotId":{"type":["string","integer","array"],"items":{"type":["string","integer"]},"description":"Older spelling of snapshotIds.","deprecated":true},"retainLast":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"expire_snapshots: so many snapshots stay at least. Default: 1."},"maxConcurrentDeletes":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Accepted, has no effect."},"streamDeleteResults":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Accepted, has no effect."},"location":{"type":"string","description":"remove_orphans: a folder of the table. Default: all of it."},"dryRun":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"remove_orphans: only tell what would go. Default: false."},"force":{"x-extension":true,"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"remove_orphans, extension of Millrace: allows a cut-off younger than 24 hours, which may take the files of a writer that is still at work."},"deleteWhere":{"type":"string","description":"Belongs beside input.","deprecated":true}},"additionalProperties":false,"description":"Options of an action; each takes only its own."};

function validate107(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate107.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if((!(data && typeof data == "object" && !Array.isArray(data))) && (data !== null)){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema45.type},message:"must be object,null",schema:schema45.type,parentSchema:schema45,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(func1.call(schema45.properties, key0))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema45,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.strategy !== undefined){
let data0 = data.strategy;
if(typeof data0 !== "string"){
const err2 = {instancePath:instancePath+"/strategy",schemaPath:"#/properties/strategy/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema45.properties.strategy.type,parentSchema:schema45.properties.strategy,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.sortOrder !== undefined){
let data1 = data.sortOrder;
if(typeof data1 !== "string"){
const err3 = {instancePath:instancePath+"/sortOrder",schemaPath:"#/properties/sortOrder/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema45.properties.sortOrder.type,parentSchema:schema45.properties.sortOrder,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.where !== undefined){
let data2 = data.where;
if(typeof data2 !== "string"){
const err4 = {instancePath:instancePath+"/where",schemaPath:"#/properties/where/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema45.properties.where.type,parentSchema:schema45.properties.where,data:data2};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.properties !== undefined){
let data3 = data.properties;
if((!(data3 && typeof data3 == "object" && !Array.isArray(data3))) && (data3 !== null)){
const err5 = {instancePath:instancePath+"/properties",schemaPath:"#/properties/properties/type",keyword:"type",params:{type: schema45.properties.properties.type},message:"must be object,null",schema:schema45.properties.properties.type,parentSchema:schema45.properties.properties,data:data3};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
for(const key1 in data3){
if(!(func1.call(schema45.properties.properties.properties, key1))){
const err6 = {instancePath:instancePath+"/properties",schemaPath:"#/properties/properties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema45.properties.properties,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data3["target-file-size-bytes"] !== undefined){
let data4 = data3["target-file-size-bytes"];
if((!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))) && (typeof data4 !== "string")){
const err7 = {instancePath:instancePath+"/properties/target-file-size-bytes",schemaPath:"#/properties/properties/properties/target-file-size-bytes/type",keyword:"type",params:{type: schema45.properties.properties.properties["target-file-size-bytes"].type},message:"must be integer,string",schema:schema45.properties.properties.properties["target-file-size-bytes"].type,parentSchema:schema45.properties.properties.properties["target-file-size-bytes"],data:data4};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(typeof data4 === "string"){
if(!pattern16.test(data4)){
const err8 = {instancePath:instancePath+"/properties/target-file-size-bytes",schemaPath:"#/properties/properties/properties/target-file-size-bytes/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+$"},message:"must match pattern \""+"^-?[0-9]+$"+"\"",schema:"^-?[0-9]+$",parentSchema:schema45.properties.properties.properties["target-file-size-bytes"],data:data4};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
if(data3["min-file-size-bytes"] !== undefined){
let data5 = data3["min-file-size-bytes"];
if((!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))) && (typeof data5 !== "string")){
const err9 = {instancePath:instancePath+"/properties/min-file-size-bytes",schemaPath:"#/properties/properties/properties/min-file-size-bytes/type",keyword:"type",params:{type: schema45.properties.properties.properties["min-file-size-bytes"].type},message:"must be integer,string",schema:schema45.properties.properties.properties["min-file-size-bytes"].type,parentSchema:schema45.properties.properties.properties["min-file-size-bytes"],data:data5};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(typeof data5 === "string"){
if(!pattern16.test(data5)){
const err10 = {instancePath:instancePath+"/properties/min-file-size-bytes",schemaPath:"#/properties/properties/properties/min-file-size-bytes/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+$"},message:"must match pattern \""+"^-?[0-9]+$"+"\"",schema:"^-?[0-9]+$",parentSchema:schema45.properties.properties.properties["min-file-size-bytes"],data:data5};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
if(data3["max-file-size-bytes"] !== undefined){
let data6 = data3["max-file-size-bytes"];
if((!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))) && (typeof data6 !== "string")){
const err11 = {instancePath:instancePath+"/properties/max-file-size-bytes",schemaPath:"#/properties/properties/properties/max-file-size-bytes/type",keyword:"type",params:{type: schema45.properties.properties.properties["max-file-size-bytes"].type},message:"must be integer,string",schema:schema45.properties.properties.properties["max-file-size-bytes"].type,parentSchema:schema45.properties.properties.properties["max-file-size-bytes"],data:data6};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(typeof data6 === "string"){
if(!pattern16.test(data6)){
const err12 = {instancePath:instancePath+"/properties/max-file-size-bytes",schemaPath:"#/properties/properties/properties/max-file-size-bytes/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+$"},message:"must match pattern \""+"^-?[0-9]+$"+"\"",schema:"^-?[0-9]+$",parentSchema:schema45.properties.properties.properties["max-file-size-bytes"],data:data6};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
if(data3["min-input-files"] !== undefined){
let data7 = data3["min-input-files"];
if((!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))) && (typeof data7 !== "string")){
const err13 = {instancePath:instancePath+"/properties/min-input-files",schemaPath:"#/properties/properties/properties/min-input-files/type",keyword:"type",params:{type: schema45.properties.properties.properties["min-input-files"].type},message:"must be integer,string",schema:schema45.properties.properties.properties["min-input-files"].type,parentSchema:schema45.properties.properties.properties["min-input-files"],data:data7};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(typeof data7 === "string"){
if(!pattern16.test(data7)){
const err14 = {instancePath:instancePath+"/properties/min-input-files",schemaPath:"#/properties/properties/properties/min-input-files/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+$"},message:"must match pattern \""+"^-?[0-9]+$"+"\"",schema:"^-?[0-9]+$",parentSchema:schema45.properties.properties.properties["min-input-files"],data:data7};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
if(data3["max-file-group-size-bytes"] !== undefined){
let data8 = data3["max-file-group-size-bytes"];
if((!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))) && (typeof data8 !== "string")){
const err15 = {instancePath:instancePath+"/properties/max-file-group-size-bytes",schemaPath:"#/properties/properties/properties/max-file-group-size-bytes/type",keyword:"type",params:{type: schema45.properties.properties.properties["max-file-group-size-bytes"].type},message:"must be integer,string",schema:schema45.properties.properties.properties["max-file-group-size-bytes"].type,parentSchema:schema45.properties.properties.properties["max-file-group-size-bytes"],data:data8};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(typeof data8 === "string"){
if(!pattern16.test(data8)){
const err16 = {instancePath:instancePath+"/properties/max-file-group-size-bytes",schemaPath:"#/properties/properties/properties/max-file-group-size-bytes/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+$"},message:"must match pattern \""+"^-?[0-9]+$"+"\"",schema:"^-?[0-9]+$",parentSchema:schema45.properties.properties.properties["max-file-group-size-bytes"],data:data8};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
if(data3["rewrite-all"] !== undefined){
let data9 = data3["rewrite-all"];
if((typeof data9 !== "boolean") && (typeof data9 !== "string")){
const err17 = {instancePath:instancePath+"/properties/rewrite-all",schemaPath:"#/properties/properties/properties/rewrite-all/type",keyword:"type",params:{type: schema45.properties.properties.properties["rewrite-all"].type},message:"must be boolean,string",schema:schema45.properties.properties.properties["rewrite-all"].type,parentSchema:schema45.properties.properties.properties["rewrite-all"],data:data9};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(typeof data9 === "string"){
if(!pattern11.test(data9)){
const err18 = {instancePath:instancePath+"/properties/rewrite-all",schemaPath:"#/properties/properties/properties/rewrite-all/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema45.properties.properties.properties["rewrite-all"],data:data9};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
}
if(data3["delete-file-threshold"] !== undefined){
let data10 = data3["delete-file-threshold"];
if((!(((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10))) && (isFinite(data10)))) && (typeof data10 !== "string")){
const err19 = {instancePath:instancePath+"/properties/delete-file-threshold",schemaPath:"#/properties/properties/properties/delete-file-threshold/type",keyword:"type",params:{type: schema45.properties.properties.properties["delete-file-threshold"].type},message:"must be integer,string",schema:schema45.properties.properties.properties["delete-file-threshold"].type,parentSchema:schema45.properties.properties.properties["delete-file-threshold"],data:data10};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if(typeof data10 === "string"){
if(!pattern16.test(data10)){
const err20 = {instancePath:instancePath+"/properties/delete-file-threshold",schemaPath:"#/properties/properties/properties/delete-file-threshold/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+$"},message:"must match pattern \""+"^-?[0-9]+$"+"\"",schema:"^-?[0-9]+$",parentSchema:schema45.properties.properties.properties["delete-file-threshold"],data:data10};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
if(data3["delete-ratio-threshold"] !== undefined){
let data11 = data3["delete-ratio-threshold"];
if((!((typeof data11 == "number") && (isFinite(data11)))) && (typeof data11 !== "string")){
const err21 = {instancePath:instancePath+"/properties/delete-ratio-threshold",schemaPath:"#/properties/properties/properties/delete-ratio-threshold/type",keyword:"type",params:{type: schema45.properties.properties.properties["delete-ratio-threshold"].type},message:"must be number,string",schema:schema45.properties.properties.properties["delete-ratio-threshold"].type,parentSchema:schema45.properties.properties.properties["delete-ratio-threshold"],data:data11};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data3["partial-progress.enabled"] !== undefined){
let data12 = data3["partial-progress.enabled"];
if((typeof data12 !== "boolean") && (typeof data12 !== "string")){
const err22 = {instancePath:instancePath+"/properties/partial-progress.enabled",schemaPath:"#/properties/properties/properties/partial-progress.enabled/type",keyword:"type",params:{type: schema45.properties.properties.properties["partial-progress.enabled"].type},message:"must be boolean,string",schema:schema45.properties.properties.properties["partial-progress.enabled"].type,parentSchema:schema45.properties.properties.properties["partial-progress.enabled"],data:data12};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(typeof data12 === "string"){
if(!pattern11.test(data12)){
const err23 = {instancePath:instancePath+"/properties/partial-progress.enabled",schemaPath:"#/properties/properties/properties/partial-progress.enabled/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema45.properties.properties.properties["partial-progress.enabled"],data:data12};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
if(data3["partial-progress.max-commits"] !== undefined){
let data13 = data3["partial-progress.max-commits"];
if((!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))) && (typeof data13 !== "string")){
const err24 = {instancePath:instancePath+"/properties/partial-progress.max-commits",schemaPath:"#/properties/properties/properties/partial-progress.max-commits/type",keyword:"type",params:{type: schema45.properties.properties.properties["partial-progress.max-commits"].type},message:"must be integer,string",schema:schema45.properties.properties.properties["partial-progress.max-commits"].type,parentSchema:schema45.properties.properties.properties["partial-progress.max-commits"],data:data13};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(typeof data13 === "string"){
if(!pattern16.test(data13)){
const err25 = {instancePath:instancePath+"/properties/partial-progress.max-commits",schemaPath:"#/properties/properties/properties/partial-progress.max-commits/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+$"},message:"must match pattern \""+"^-?[0-9]+$"+"\"",schema:"^-?[0-9]+$",parentSchema:schema45.properties.properties.properties["partial-progress.max-commits"],data:data13};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
if(data3["partial-progress.max-failed-commits"] !== undefined){
let data14 = data3["partial-progress.max-failed-commits"];
if((!(((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14))) && (isFinite(data14)))) && (typeof data14 !== "string")){
const err26 = {instancePath:instancePath+"/properties/partial-progress.max-failed-commits",schemaPath:"#/properties/properties/properties/partial-progress.max-failed-commits/type",keyword:"type",params:{type: schema45.properties.properties.properties["partial-progress.max-failed-commits"].type},message:"must be integer,string",schema:schema45.properties.properties.properties["partial-progress.max-failed-commits"].type,parentSchema:schema45.properties.properties.properties["partial-progress.max-failed-commits"],data:data14};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if(typeof data14 === "string"){
if(!pattern16.test(data14)){
const err27 = {instancePath:instancePath+"/properties/partial-progress.max-failed-commits",schemaPath:"#/properties/properties/properties/partial-progress.max-failed-commits/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+$"},message:"must match pattern \""+"^-?[0-9]+$"+"\"",schema:"^-?[0-9]+$",parentSchema:schema45.properties.properties.properties["partial-progress.max-failed-commits"],data:data14};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
}
if(data3["max-concurrent-file-group-rewrites"] !== undefined){
let data15 = data3["max-concurrent-file-group-rewrites"];
if((!(((typeof data15 == "number") && (!(data15 % 1) && !isNaN(data15))) && (isFinite(data15)))) && (typeof data15 !== "string")){
const err28 = {instancePath:instancePath+"/properties/max-concurrent-file-group-rewrites",schemaPath:"#/properties/properties/properties/max-concurrent-file-group-rewrites/type",keyword:"type",params:{type: schema45.properties.properties.properties["max-concurrent-file-group-rewrites"].type},message:"must be integer,string",schema:schema45.properties.properties.properties["max-concurrent-file-group-rewrites"].type,parentSchema:schema45.properties.properties.properties["max-concurrent-file-group-rewrites"],data:data15};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if(typeof data15 === "string"){
if(!pattern16.test(data15)){
const err29 = {instancePath:instancePath+"/properties/max-concurrent-file-group-rewrites",schemaPath:"#/properties/properties/properties/max-concurrent-file-group-rewrites/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+$"},message:"must match pattern \""+"^-?[0-9]+$"+"\"",schema:"^-?[0-9]+$",parentSchema:schema45.properties.properties.properties["max-concurrent-file-group-rewrites"],data:data15};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
}
if(data3["use-starting-sequence-number"] !== undefined){
let data16 = data3["use-starting-sequence-number"];
if((typeof data16 !== "boolean") && (typeof data16 !== "string")){
const err30 = {instancePath:instancePath+"/properties/use-starting-sequence-number",schemaPath:"#/properties/properties/properties/use-starting-sequence-number/type",keyword:"type",params:{type: schema45.properties.properties.properties["use-starting-sequence-number"].type},message:"must be boolean,string",schema:schema45.properties.properties.properties["use-starting-sequence-number"].type,parentSchema:schema45.properties.properties.properties["use-starting-sequence-number"],data:data16};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
if(typeof data16 === "string"){
if(!pattern11.test(data16)){
const err31 = {instancePath:instancePath+"/properties/use-starting-sequence-number",schemaPath:"#/properties/properties/properties/use-starting-sequence-number/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema45.properties.properties.properties["use-starting-sequence-number"],data:data16};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
}
if(data3["remove-dangling-deletes"] !== undefined){
let data17 = data3["remove-dangling-deletes"];
if((typeof data17 !== "boolean") && (typeof data17 !== "string")){
const err32 = {instancePath:instancePath+"/properties/remove-dangling-deletes",schemaPath:"#/properties/properties/properties/remove-dangling-deletes/type",keyword:"type",params:{type: schema45.properties.properties.properties["remove-dangling-deletes"].type},message:"must be boolean,string",schema:schema45.properties.properties.properties["remove-dangling-deletes"].type,parentSchema:schema45.properties.properties.properties["remove-dangling-deletes"],data:data17};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if(typeof data17 === "string"){
if(!pattern11.test(data17)){
const err33 = {instancePath:instancePath+"/properties/remove-dangling-deletes",schemaPath:"#/properties/properties/properties/remove-dangling-deletes/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema45.properties.properties.properties["remove-dangling-deletes"],data:data17};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
}
if(data3["rewrite-job-order"] !== undefined){
let data18 = data3["rewrite-job-order"];
if(typeof data18 !== "string"){
const err34 = {instancePath:instancePath+"/properties/rewrite-job-order",schemaPath:"#/properties/properties/properties/rewrite-job-order/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema45.properties.properties.properties["rewrite-job-order"].type,parentSchema:schema45.properties.properties.properties["rewrite-job-order"],data:data18};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data3["output-spec-id"] !== undefined){
let data19 = data3["output-spec-id"];
if((!(((typeof data19 == "number") && (!(data19 % 1) && !isNaN(data19))) && (isFinite(data19)))) && (typeof data19 !== "string")){
const err35 = {instancePath:instancePath+"/properties/output-spec-id",schemaPath:"#/properties/properties/properties/output-spec-id/type",keyword:"type",params:{type: schema45.properties.properties.properties["output-spec-id"].type},message:"must be integer,string",schema:schema45.properties.properties.properties["output-spec-id"].type,parentSchema:schema45.properties.properties.properties["output-spec-id"],data:data19};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
if(typeof data19 === "string"){
if(!pattern16.test(data19)){
const err36 = {instancePath:instancePath+"/properties/output-spec-id",schemaPath:"#/properties/properties/properties/output-spec-id/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+$"},message:"must match pattern \""+"^-?[0-9]+$"+"\"",schema:"^-?[0-9]+$",parentSchema:schema45.properties.properties.properties["output-spec-id"],data:data19};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
}
if(data3["shuffle-partitions-per-file"] !== undefined){
let data20 = data3["shuffle-partitions-per-file"];
if((!(((typeof data20 == "number") && (!(data20 % 1) && !isNaN(data20))) && (isFinite(data20)))) && (typeof data20 !== "string")){
const err37 = {instancePath:instancePath+"/properties/shuffle-partitions-per-file",schemaPath:"#/properties/properties/properties/shuffle-partitions-per-file/type",keyword:"type",params:{type: schema45.properties.properties.properties["shuffle-partitions-per-file"].type},message:"must be integer,string",schema:schema45.properties.properties.properties["shuffle-partitions-per-file"].type,parentSchema:schema45.properties.properties.properties["shuffle-partitions-per-file"],data:data20};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if(typeof data20 === "string"){
if(!pattern16.test(data20)){
const err38 = {instancePath:instancePath+"/properties/shuffle-partitions-per-file",schemaPath:"#/properties/properties/properties/shuffle-partitions-per-file/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+$"},message:"must match pattern \""+"^-?[0-9]+$"+"\"",schema:"^-?[0-9]+$",parentSchema:schema45.properties.properties.properties["shuffle-partitions-per-file"],data:data20};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
}
if(data3["compression-factor"] !== undefined){
let data21 = data3["compression-factor"];
if((!((typeof data21 == "number") && (isFinite(data21)))) && (typeof data21 !== "string")){
const err39 = {instancePath:instancePath+"/properties/compression-factor",schemaPath:"#/properties/properties/properties/compression-factor/type",keyword:"type",params:{type: schema45.properties.properties.properties["compression-factor"].type},message:"must be number,string",schema:schema45.properties.properties.properties["compression-factor"].type,parentSchema:schema45.properties.properties.properties["compression-factor"],data:data21};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
}
}
if(data.useCaching !== undefined){
let data22 = data.useCaching;
if((typeof data22 !== "boolean") && (typeof data22 !== "string")){
const err40 = {instancePath:instancePath+"/useCaching",schemaPath:"#/properties/useCaching/type",keyword:"type",params:{type: schema45.properties.useCaching.type},message:"must be boolean,string",schema:schema45.properties.useCaching.type,parentSchema:schema45.properties.useCaching,data:data22};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
if(typeof data22 === "string"){
if(!pattern11.test(data22)){
const err41 = {instancePath:instancePath+"/useCaching",schemaPath:"#/properties/useCaching/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema45.properties.useCaching,data:data22};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
}
if(data.olderThanMillis !== undefined){
let data23 = data.olderThanMillis;
if((typeof data23 !== "string") && (!(((typeof data23 == "number") && (!(data23 % 1) && !isNaN(data23))) && (isFinite(data23))))){
const err42 = {instancePath:instancePath+"/olderThanMillis",schemaPath:"#/properties/olderThanMillis/type",keyword:"type",params:{type: schema45.properties.olderThanMillis.type},message:"must be string,integer",schema:schema45.properties.olderThanMillis.type,parentSchema:schema45.properties.olderThanMillis,data:data23};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data.olderThanTimestamp !== undefined){
let data24 = data.olderThanTimestamp;
if((typeof data24 !== "string") && (!(((typeof data24 == "number") && (!(data24 % 1) && !isNaN(data24))) && (isFinite(data24))))){
const err43 = {instancePath:instancePath+"/olderThanTimestamp",schemaPath:"#/properties/olderThanTimestamp/type",keyword:"type",params:{type: schema45.properties.olderThanTimestamp.type},message:"must be string,integer",schema:schema45.properties.olderThanTimestamp.type,parentSchema:schema45.properties.olderThanTimestamp,data:data24};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data.olderThan !== undefined){
let data25 = data.olderThan;
if((typeof data25 !== "string") && (!(((typeof data25 == "number") && (!(data25 % 1) && !isNaN(data25))) && (isFinite(data25))))){
const err44 = {instancePath:instancePath+"/olderThan",schemaPath:"#/properties/olderThan/type",keyword:"type",params:{type: schema45.properties.olderThan.type},message:"must be string,integer",schema:schema45.properties.olderThan.type,parentSchema:schema45.properties.olderThan,data:data25};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
if(data.expireOlderThan !== undefined){
let data26 = data.expireOlderThan;
if((typeof data26 !== "string") && (!(((typeof data26 == "number") && (!(data26 % 1) && !isNaN(data26))) && (isFinite(data26))))){
const err45 = {instancePath:instancePath+"/expireOlderThan",schemaPath:"#/properties/expireOlderThan/type",keyword:"type",params:{type: schema45.properties.expireOlderThan.type},message:"must be string,integer",schema:schema45.properties.expireOlderThan.type,parentSchema:schema45.properties.expireOlderThan,data:data26};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data.snapshotIds !== undefined){
let data27 = data.snapshotIds;
if((((!(Array.isArray(data27))) && (typeof data27 !== "string")) && (!(((typeof data27 == "number") && (!(data27 % 1) && !isNaN(data27))) && (isFinite(data27))))) && (data27 !== null)){
const err46 = {instancePath:instancePath+"/snapshotIds",schemaPath:"#/properties/snapshotIds/type",keyword:"type",params:{type: schema45.properties.snapshotIds.type},message:"must be array,string,integer,null",schema:schema45.properties.snapshotIds.type,parentSchema:schema45.properties.snapshotIds,data:data27};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
if(Array.isArray(data27)){
const len0 = data27.length;
for(let i0=0; i0<len0; i0++){
let data28 = data27[i0];
if((typeof data28 !== "string") && (!(((typeof data28 == "number") && (!(data28 % 1) && !isNaN(data28))) && (isFinite(data28))))){
const err47 = {instancePath:instancePath+"/snapshotIds/" + i0,schemaPath:"#/properties/snapshotIds/items/type",keyword:"type",params:{type: schema45.properties.snapshotIds.items.type},message:"must be string,integer",schema:schema45.properties.snapshotIds.items.type,parentSchema:schema45.properties.snapshotIds.items,data:data28};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
}
}
if(data.expireSnapshotId !== undefined){
let data29 = data.expireSnapshotId;
if(((typeof data29 !== "string") && (!(((typeof data29 == "number") && (!(data29 % 1) && !isNaN(data29))) && (isFinite(data29))))) && (!(Array.isArray(data29)))){
const err48 = {instancePath:instancePath+"/expireSnapshotId",schemaPath:"#/properties/expireSnapshotId/type",keyword:"type",params:{type: schema45.properties.expireSnapshotId.type},message:"must be string,integer,array",schema:schema45.properties.expireSnapshotId.type,parentSchema:schema45.properties.expireSnapshotId,data:data29};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
if(Array.isArray(data29)){
const len1 = data29.length;
for(let i1=0; i1<len1; i1++){
let data30 = data29[i1];
if((typeof data30 !== "string") && (!(((typeof data30 == "number") && (!(data30 % 1) && !isNaN(data30))) && (isFinite(data30))))){
const err49 = {instancePath:instancePath+"/expireSnapshotId/" + i1,schemaPath:"#/properties/expireSnapshotId/items/type",keyword:"type",params:{type: schema45.properties.expireSnapshotId.items.type},message:"must be string,integer",schema:schema45.properties.expireSnapshotId.items.type,parentSchema:schema45.properties.expireSnapshotId.items,data:data30};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
}
}
if(data.retainLast !== undefined){
let data31 = data.retainLast;
if((!(((typeof data31 == "number") && (!(data31 % 1) && !isNaN(data31))) && (isFinite(data31)))) && (typeof data31 !== "string")){
const err50 = {instancePath:instancePath+"/retainLast",schemaPath:"#/properties/retainLast/type",keyword:"type",params:{type: schema45.properties.retainLast.type},message:"must be integer,string",schema:schema45.properties.retainLast.type,parentSchema:schema45.properties.retainLast,data:data31};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
if(typeof data31 === "string"){
if(!pattern16.test(data31)){
const err51 = {instancePath:instancePath+"/retainLast",schemaPath:"#/properties/retainLast/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+$"},message:"must match pattern \""+"^-?[0-9]+$"+"\"",schema:"^-?[0-9]+$",parentSchema:schema45.properties.retainLast,data:data31};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
}
if(data.maxConcurrentDeletes !== undefined){
let data32 = data.maxConcurrentDeletes;
if((!(((typeof data32 == "number") && (!(data32 % 1) && !isNaN(data32))) && (isFinite(data32)))) && (typeof data32 !== "string")){
const err52 = {instancePath:instancePath+"/maxConcurrentDeletes",schemaPath:"#/properties/maxConcurrentDeletes/type",keyword:"type",params:{type: schema45.properties.maxConcurrentDeletes.type},message:"must be integer,string",schema:schema45.properties.maxConcurrentDeletes.type,parentSchema:schema45.properties.maxConcurrentDeletes,data:data32};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
if(typeof data32 === "string"){
if(!pattern16.test(data32)){
const err53 = {instancePath:instancePath+"/maxConcurrentDeletes",schemaPath:"#/properties/maxConcurrentDeletes/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+$"},message:"must match pattern \""+"^-?[0-9]+$"+"\"",schema:"^-?[0-9]+$",parentSchema:schema45.properties.maxConcurrentDeletes,data:data32};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
}
if(data.streamDeleteResults !== undefined){
let data33 = data.streamDeleteResults;
if((typeof data33 !== "boolean") && (typeof data33 !== "string")){
const err54 = {instancePath:instancePath+"/streamDeleteResults",schemaPath:"#/properties/streamDeleteResults/type",keyword:"type",params:{type: schema45.properties.streamDeleteResults.type},message:"must be boolean,string",schema:schema45.properties.streamDeleteResults.type,parentSchema:schema45.properties.streamDeleteResults,data:data33};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
if(typeof data33 === "string"){
if(!pattern11.test(data33)){
const err55 = {instancePath:instancePath+"/streamDeleteResults",schemaPath:"#/properties/streamDeleteResults/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema45.properties.streamDeleteResults,data:data33};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
}
if(data.location !== undefined){
let data34 = data.location;
if(typeof data34 !== "string"){
const err56 = {instancePath:instancePath+"/location",schemaPath:"#/properties/location/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema45.properties.location.type,parentSchema:schema45.properties.location,data:data34};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
if(data.dryRun !== undefined){
let data35 = data.dryRun;
if((typeof data35 !== "boolean") && (typeof data35 !== "string")){
const err57 = {instancePath:instancePath+"/dryRun",schemaPath:"#/properties/dryRun/type",keyword:"type",params:{type: schema45.properties.dryRun.type},message:"must be boolean,string",schema:schema45.properties.dryRun.type,parentSchema:schema45.properties.dryRun,data:data35};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
if(typeof data35 === "string"){
if(!pattern11.test(data35)){
const err58 = {instancePath:instancePath+"/dryRun",schemaPath:"#/properties/dryRun/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema45.properties.dryRun,data:data35};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
}
if(data.force !== undefined){
let data36 = data.force;
if((typeof data36 !== "boolean") && (typeof data36 !== "string")){
const err59 = {instancePath:instancePath+"/force",schemaPath:"#/properties/force/type",keyword:"type",params:{type: schema45.properties.force.type},message:"must be boolean,string",schema:schema45.properties.force.type,parentSchema:schema45.properties.force,data:data36};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
if(typeof data36 === "string"){
if(!pattern11.test(data36)){
const err60 = {instancePath:instancePath+"/force",schemaPath:"#/properties/force/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema45.properties.force,data:data36};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
}
if(data.deleteWhere !== undefined){
let data37 = data.deleteWhere;
if(typeof data37 !== "string"){
const err61 = {instancePath:instancePath+"/deleteWhere",schemaPath:"#/properties/deleteWhere/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema45.properties.deleteWhere.type,parentSchema:schema45.properties.deleteWhere,data:data37};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
}
validate107.errors = vErrors;
return errors === 0;
}
validate107.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate106(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate106.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema44.required,parentSchema:schema44,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!((((key0 === "name") || (key0 === "input")) || (key0 === "deleteWhere")) || (key0 === "options"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema44,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 !== "string"){
const err2 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema44.properties.name.type,parentSchema:schema44.properties.name,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.input !== undefined){
let data1 = data.input;
if(typeof data1 !== "string"){
const err3 = {instancePath:instancePath+"/input",schemaPath:"#/properties/input/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema44.properties.input.type,parentSchema:schema44.properties.input,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.deleteWhere !== undefined){
let data2 = data.deleteWhere;
if(typeof data2 !== "string"){
const err4 = {instancePath:instancePath+"/deleteWhere",schemaPath:"#/properties/deleteWhere/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema44.properties.deleteWhere.type,parentSchema:schema44.properties.deleteWhere,data:data2};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.options !== undefined){
if(!(validate107(data.options, {instancePath:instancePath+"/options",parentData:data,parentDataProperty:"options",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate107.errors : vErrors.concat(validate107.errors);
errors = vErrors.length;
}
}
}
else {
const err5 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema44.type,parentSchema:schema44,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
validate106.errors = vErrors;
return errors === 0;
}
validate106.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema46 = {"type":"object","properties":{"triggerMode":{"type":"string","description":"Once or AvailableNow: the files that are new are read, once. Others never end and are not supported.","examples":["AvailableNow","Once"]},"triggerDuration":{"type":"string","description":"Pause between batches of streams that never end. Has no effect here."},"outputMode":{"type":"string","description":"Only append.","examples":["append"]},"checkpointLocation":{"type":"string","description":"Names the state of the stream: with another one it begins afresh. Nothing is written there."},"forEachBatchMode":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Has no effect here."},"batchMode":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Has no effect here."},"showPreviewLines":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Belongs under job. Has no effect here.","deprecated":true},"extraOptions":{"type":["object","null"],"additionalProperties":true,"description":"Passed through."}},"additionalProperties":false,"description":"How inputs with isStream: true are read."};

function validate110(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate110.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((((((((key0 === "triggerMode") || (key0 === "triggerDuration")) || (key0 === "outputMode")) || (key0 === "checkpointLocation")) || (key0 === "forEachBatchMode")) || (key0 === "batchMode")) || (key0 === "showPreviewLines")) || (key0 === "extraOptions"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema46,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.triggerMode !== undefined){
let data0 = data.triggerMode;
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/triggerMode",schemaPath:"#/properties/triggerMode/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema46.properties.triggerMode.type,parentSchema:schema46.properties.triggerMode,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.triggerDuration !== undefined){
let data1 = data.triggerDuration;
if(typeof data1 !== "string"){
const err2 = {instancePath:instancePath+"/triggerDuration",schemaPath:"#/properties/triggerDuration/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema46.properties.triggerDuration.type,parentSchema:schema46.properties.triggerDuration,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.outputMode !== undefined){
let data2 = data.outputMode;
if(typeof data2 !== "string"){
const err3 = {instancePath:instancePath+"/outputMode",schemaPath:"#/properties/outputMode/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema46.properties.outputMode.type,parentSchema:schema46.properties.outputMode,data:data2};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.checkpointLocation !== undefined){
let data3 = data.checkpointLocation;
if(typeof data3 !== "string"){
const err4 = {instancePath:instancePath+"/checkpointLocation",schemaPath:"#/properties/checkpointLocation/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema46.properties.checkpointLocation.type,parentSchema:schema46.properties.checkpointLocation,data:data3};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.forEachBatchMode !== undefined){
let data4 = data.forEachBatchMode;
if((typeof data4 !== "boolean") && (typeof data4 !== "string")){
const err5 = {instancePath:instancePath+"/forEachBatchMode",schemaPath:"#/properties/forEachBatchMode/type",keyword:"type",params:{type: schema46.properties.forEachBatchMode.type},message:"must be boolean,string",schema:schema46.properties.forEachBatchMode.type,parentSchema:schema46.properties.forEachBatchMode,data:data4};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(typeof data4 === "string"){
if(!pattern11.test(data4)){
const err6 = {instancePath:instancePath+"/forEachBatchMode",schemaPath:"#/properties/forEachBatchMode/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema46.properties.forEachBatchMode,data:data4};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
if(data.batchMode !== undefined){
let data5 = data.batchMode;
if((typeof data5 !== "boolean") && (typeof data5 !== "string")){
const err7 = {instancePath:instancePath+"/batchMode",schemaPath:"#/properties/batchMode/type",keyword:"type",params:{type: schema46.properties.batchMode.type},message:"must be boolean,string",schema:schema46.properties.batchMode.type,parentSchema:schema46.properties.batchMode,data:data5};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(typeof data5 === "string"){
if(!pattern11.test(data5)){
const err8 = {instancePath:instancePath+"/batchMode",schemaPath:"#/properties/batchMode/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema46.properties.batchMode,data:data5};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
if(data.showPreviewLines !== undefined){
let data6 = data.showPreviewLines;
if((!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))) && (typeof data6 !== "string")){
const err9 = {instancePath:instancePath+"/showPreviewLines",schemaPath:"#/properties/showPreviewLines/type",keyword:"type",params:{type: schema46.properties.showPreviewLines.type},message:"must be integer,string",schema:schema46.properties.showPreviewLines.type,parentSchema:schema46.properties.showPreviewLines,data:data6};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(typeof data6 === "string"){
if(!pattern16.test(data6)){
const err10 = {instancePath:instancePath+"/showPreviewLines",schemaPath:"#/properties/showPreviewLines/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+$"},message:"must match pattern \""+"^-?[0-9]+$"+"\"",schema:"^-?[0-9]+$",parentSchema:schema46.properties.showPreviewLines,data:data6};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
if(data.extraOptions !== undefined){
let data7 = data.extraOptions;
if((!(data7 && typeof data7 == "object" && !Array.isArray(data7))) && (data7 !== null)){
const err11 = {instancePath:instancePath+"/extraOptions",schemaPath:"#/properties/extraOptions/type",keyword:"type",params:{type: schema46.properties.extraOptions.type},message:"must be object,null",schema:schema46.properties.extraOptions.type,parentSchema:schema46.properties.extraOptions,data:data7};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
else {
const err12 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema46.type,parentSchema:schema46,data};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
validate110.errors = vErrors;
return errors === 0;
}
validate110.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema47 = {"type":["array","object","null"],"items":{"type":"object"},"description":"Spark settings. Have no effect here."};

function validate112(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate112.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(typeof data != "object"){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema47.type},message:"must be array,object,null",schema:schema47.type,parentSchema:schema47,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(!(data0 && typeof data0 == "object" && !Array.isArray(data0))){
const err1 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema47.items.type,parentSchema:schema47.items,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
validate112.errors = vErrors;
return errors === 0;
}
validate112.evaluated = {"items":true,"dynamicProps":false,"dynamicItems":false};


function validate80(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate80.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(func1.call(schema33.properties, key0))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.explain !== undefined){
let data0 = data.explain;
if((typeof data0 !== "boolean") && (typeof data0 !== "string")){
const err1 = {instancePath:instancePath+"/explain",schemaPath:"#/properties/explain/type",keyword:"type",params:{type: schema33.properties.explain.type},message:"must be boolean,string",schema:schema33.properties.explain.type,parentSchema:schema33.properties.explain,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(typeof data0 === "string"){
if(!pattern11.test(data0)){
const err2 = {instancePath:instancePath+"/explain",schemaPath:"#/properties/explain/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema33.properties.explain,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
if(data.logLevel !== undefined){
let data1 = data.logLevel;
if(typeof data1 !== "string"){
const err3 = {instancePath:instancePath+"/logLevel",schemaPath:"#/properties/logLevel/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.logLevel.type,parentSchema:schema33.properties.logLevel,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.loglevel !== undefined){
let data2 = data.loglevel;
if(typeof data2 !== "string"){
const err4 = {instancePath:instancePath+"/loglevel",schemaPath:"#/properties/loglevel/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.loglevel.type,parentSchema:schema33.properties.loglevel,data:data2};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.showPreviewLines !== undefined){
let data3 = data.showPreviewLines;
if((!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))) && (typeof data3 !== "string")){
const err5 = {instancePath:instancePath+"/showPreviewLines",schemaPath:"#/properties/showPreviewLines/type",keyword:"type",params:{type: schema33.properties.showPreviewLines.type},message:"must be integer,string",schema:schema33.properties.showPreviewLines.type,parentSchema:schema33.properties.showPreviewLines,data:data3};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(typeof data3 === "string"){
if(!pattern16.test(data3)){
const err6 = {instancePath:instancePath+"/showPreviewLines",schemaPath:"#/properties/showPreviewLines/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+$"},message:"must match pattern \""+"^-?[0-9]+$"+"\"",schema:"^-?[0-9]+$",parentSchema:schema33.properties.showPreviewLines,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
if(data.inputs !== undefined){
let data4 = data.inputs;
if((!(Array.isArray(data4))) && (data4 !== null)){
const err7 = {instancePath:instancePath+"/inputs",schemaPath:"#/properties/inputs/type",keyword:"type",params:{type: schema33.properties.inputs.type},message:"must be array,null",schema:schema33.properties.inputs.type,parentSchema:schema33.properties.inputs,data:data4};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(Array.isArray(data4)){
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
if(!(validate81(data4[i0], {instancePath:instancePath+"/inputs/" + i0,parentData:data4,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate81.errors : vErrors.concat(validate81.errors);
errors = vErrors.length;
}
}
}
}
if(data.steps !== undefined){
let data6 = data.steps;
if((!(Array.isArray(data6))) && (data6 !== null)){
const err8 = {instancePath:instancePath+"/steps",schemaPath:"#/properties/steps/type",keyword:"type",params:{type: schema33.properties.steps.type},message:"must be array,null",schema:schema33.properties.steps.type,parentSchema:schema33.properties.steps,data:data6};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(Array.isArray(data6)){
const len1 = data6.length;
for(let i1=0; i1<len1; i1++){
if(!(validate85(data6[i1], {instancePath:instancePath+"/steps/" + i1,parentData:data6,parentDataProperty:i1,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
errors = vErrors.length;
}
}
}
}
if(data.outputs !== undefined){
let data8 = data.outputs;
if((!(Array.isArray(data8))) && (data8 !== null)){
const err9 = {instancePath:instancePath+"/outputs",schemaPath:"#/properties/outputs/type",keyword:"type",params:{type: schema33.properties.outputs.type},message:"must be array,null",schema:schema33.properties.outputs.type,parentSchema:schema33.properties.outputs,data:data8};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(Array.isArray(data8)){
const len2 = data8.length;
for(let i2=0; i2<len2; i2++){
if(!(validate89(data8[i2], {instancePath:instancePath+"/outputs/" + i2,parentData:data8,parentDataProperty:i2,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate89.errors : vErrors.concat(validate89.errors);
errors = vErrors.length;
}
}
}
}
if(data.assertions !== undefined){
if(!(validate90(data.assertions, {instancePath:instancePath+"/assertions",parentData:data,parentDataProperty:"assertions",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate90.errors : vErrors.concat(validate90.errors);
errors = vErrors.length;
}
}
if(data.profile !== undefined){
if(!(validate104(data.profile, {instancePath:instancePath+"/profile",parentData:data,parentDataProperty:"profile",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate104.errors : vErrors.concat(validate104.errors);
errors = vErrors.length;
}
}
if(data.actions !== undefined){
let data12 = data.actions;
if((!(Array.isArray(data12))) && (data12 !== null)){
const err10 = {instancePath:instancePath+"/actions",schemaPath:"#/properties/actions/type",keyword:"type",params:{type: schema33.properties.actions.type},message:"must be array,null",schema:schema33.properties.actions.type,parentSchema:schema33.properties.actions,data:data12};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(Array.isArray(data12)){
const len3 = data12.length;
for(let i3=0; i3<len3; i3++){
if(!(validate106(data12[i3], {instancePath:instancePath+"/actions/" + i3,parentData:data12,parentDataProperty:i3,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate106.errors : vErrors.concat(validate106.errors);
errors = vErrors.length;
}
}
}
}
if(data.streaming !== undefined){
if(!(validate110(data.streaming, {instancePath:instancePath+"/streaming",parentData:data,parentDataProperty:"streaming",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate110.errors : vErrors.concat(validate110.errors);
errors = vErrors.length;
}
}
if(data.variables !== undefined){
let data15 = data.variables;
if((!(data15 && typeof data15 == "object" && !Array.isArray(data15))) && (data15 !== null)){
const err11 = {instancePath:instancePath+"/variables",schemaPath:"#/properties/variables/type",keyword:"type",params:{type: schema33.properties.variables.type},message:"must be object,null",schema:schema33.properties.variables.type,parentSchema:schema33.properties.variables,data:data15};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.udfs !== undefined){
let data16 = data.udfs;
if(!(data16 && typeof data16 == "object" && !Array.isArray(data16))){
const err12 = {instancePath:instancePath+"/udfs",schemaPath:"#/properties/udfs/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema33.properties.udfs.type,parentSchema:schema33.properties.udfs,data:data16};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.rewriteDataset !== undefined){
let data17 = data.rewriteDataset;
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
for(const key1 in data17){
if(!(key1 === "mode")){
const err13 = {instancePath:instancePath+"/rewriteDataset",schemaPath:"#/properties/rewriteDataset/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema33.properties.rewriteDataset,data:data17};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data17.mode !== undefined){
let data18 = data17.mode;
if(typeof data18 !== "string"){
const err14 = {instancePath:instancePath+"/rewriteDataset/mode",schemaPath:"#/properties/rewriteDataset/properties/mode/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.rewriteDataset.properties.mode.type,parentSchema:schema33.properties.rewriteDataset.properties.mode,data:data18};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
else {
const err15 = {instancePath:instancePath+"/rewriteDataset",schemaPath:"#/properties/rewriteDataset/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema33.properties.rewriteDataset.type,parentSchema:schema33.properties.rewriteDataset,data:data17};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.options !== undefined){
let data19 = data.options;
if((!(data19 && typeof data19 == "object" && !Array.isArray(data19))) && (data19 !== null)){
const err16 = {instancePath:instancePath+"/options",schemaPath:"#/properties/options/type",keyword:"type",params:{type: schema33.properties.options.type},message:"must be object,null",schema:schema33.properties.options.type,parentSchema:schema33.properties.options,data:data19};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.sparkConf !== undefined){
if(!(validate112(data.sparkConf, {instancePath:instancePath+"/sparkConf",parentData:data,parentDataProperty:"sparkConf",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate112.errors : vErrors.concat(validate112.errors);
errors = vErrors.length;
}
}
}
else {
const err17 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema33.type,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
validate80.errors = vErrors;
return errors === 0;
}
validate80.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema48 = {"type":["array","null"],"items":{"$ref":"#/$defs/input"},"description":"What the job reads. Each becomes a view."};

function validate117(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate117.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if((!(Array.isArray(data))) && (data !== null)){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema48.type},message:"must be array,null",schema:schema48.type,parentSchema:schema48,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
if(!(validate81(data[i0], {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate81.errors : vErrors.concat(validate81.errors);
errors = vErrors.length;
}
}
}
validate117.errors = vErrors;
return errors === 0;
}
validate117.evaluated = {"items":true,"dynamicProps":false,"dynamicItems":false};

const schema49 = {"type":["array","null"],"items":{"$ref":"flare-steps.schema.json#/$defs/step"},"description":"How the views are built: paths of step files, or maps with a sequence."};

function validate120(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate120.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if((!(Array.isArray(data))) && (data !== null)){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema49.type},message:"must be array,null",schema:schema49.type,parentSchema:schema49,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
if(!(validate85(data[i0], {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate85.errors : vErrors.concat(validate85.errors);
errors = vErrors.length;
}
}
}
validate120.errors = vErrors;
return errors === 0;
}
validate120.evaluated = {"items":true,"dynamicProps":false,"dynamicItems":false};

const schema50 = {"type":["array","null"],"items":{"$ref":"#/$defs/output"},"description":"What the job writes."};

function validate123(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate123.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if((!(Array.isArray(data))) && (data !== null)){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema50.type},message:"must be array,null",schema:schema50.type,parentSchema:schema50,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
if(!(validate89(data[i0], {instancePath:instancePath+"/" + i0,parentData:data,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate89.errors : vErrors.concat(validate89.errors);
errors = vErrors.length;
}
}
}
validate123.errors = vErrors;
return errors === 0;
}
validate123.evaluated = {"items":true,"dynamicProps":false,"dynamicItems":false};


function validate76(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="flare.schema.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate76.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(func1.call(schema31.properties, key0))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.driver !== undefined){
if(!(validate77(data.driver, {instancePath:instancePath+"/driver",parentData:data,parentDataProperty:"driver",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate77.errors : vErrors.concat(validate77.errors);
errors = vErrors.length;
}
}
if(data.executor !== undefined){
if(!(validate77(data.executor, {instancePath:instancePath+"/executor",parentData:data,parentDataProperty:"executor",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate77.errors : vErrors.concat(validate77.errors);
errors = vErrors.length;
}
}
if(data.job !== undefined){
if(!(validate80(data.job, {instancePath:instancePath+"/job",parentData:data,parentDataProperty:"job",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate80.errors : vErrors.concat(validate80.errors);
errors = vErrors.length;
}
}
if(data.sparkConf !== undefined){
if(!(validate112(data.sparkConf, {instancePath:instancePath+"/sparkConf",parentData:data,parentDataProperty:"sparkConf",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate112.errors : vErrors.concat(validate112.errors);
errors = vErrors.length;
}
}
if(data.sparkConfig !== undefined){
if(!(validate112(data.sparkConfig, {instancePath:instancePath+"/sparkConfig",parentData:data,parentDataProperty:"sparkConfig",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate112.errors : vErrors.concat(validate112.errors);
errors = vErrors.length;
}
}
if(data.configs !== undefined){
let data5 = data.configs;
if((!(data5 && typeof data5 == "object" && !Array.isArray(data5))) && (data5 !== null)){
const err1 = {instancePath:instancePath+"/configs",schemaPath:"#/properties/configs/type",keyword:"type",params:{type: schema31.properties.configs.type},message:"must be object,null",schema:schema31.properties.configs.type,parentSchema:schema31.properties.configs,data:data5};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.envs !== undefined){
let data6 = data.envs;
if((!(data6 && typeof data6 == "object" && !Array.isArray(data6))) && (data6 !== null)){
const err2 = {instancePath:instancePath+"/envs",schemaPath:"#/properties/envs/type",keyword:"type",params:{type: schema31.properties.envs.type},message:"must be object,null",schema:schema31.properties.envs.type,parentSchema:schema31.properties.envs,data:data6};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.variables !== undefined){
let data7 = data.variables;
if((!(data7 && typeof data7 == "object" && !Array.isArray(data7))) && (data7 !== null)){
const err3 = {instancePath:instancePath+"/variables",schemaPath:"#/properties/variables/type",keyword:"type",params:{type: schema31.properties.variables.type},message:"must be object,null",schema:schema31.properties.variables.type,parentSchema:schema31.properties.variables,data:data7};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.inputs !== undefined){
if(!(validate117(data.inputs, {instancePath:instancePath+"/inputs",parentData:data,parentDataProperty:"inputs",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate117.errors : vErrors.concat(validate117.errors);
errors = vErrors.length;
}
}
if(data.steps !== undefined){
if(!(validate120(data.steps, {instancePath:instancePath+"/steps",parentData:data,parentDataProperty:"steps",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate120.errors : vErrors.concat(validate120.errors);
errors = vErrors.length;
}
}
if(data.outputs !== undefined){
if(!(validate123(data.outputs, {instancePath:instancePath+"/outputs",parentData:data,parentDataProperty:"outputs",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate123.errors : vErrors.concat(validate123.errors);
errors = vErrors.length;
}
}
if(data.assertions !== undefined){
if(!(validate90(data.assertions, {instancePath:instancePath+"/assertions",parentData:data,parentDataProperty:"assertions",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate90.errors : vErrors.concat(validate90.errors);
errors = vErrors.length;
}
}
if(data.profile !== undefined){
if(!(validate104(data.profile, {instancePath:instancePath+"/profile",parentData:data,parentDataProperty:"profile",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate104.errors : vErrors.concat(validate104.errors);
errors = vErrors.length;
}
}
if(data.logLevel !== undefined){
let data13 = data.logLevel;
if(typeof data13 !== "string"){
const err4 = {instancePath:instancePath+"/logLevel",schemaPath:"#/properties/logLevel/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.logLevel.type,parentSchema:schema31.properties.logLevel,data:data13};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.explain !== undefined){
let data14 = data.explain;
if((typeof data14 !== "boolean") && (typeof data14 !== "string")){
const err5 = {instancePath:instancePath+"/explain",schemaPath:"#/properties/explain/type",keyword:"type",params:{type: schema31.properties.explain.type},message:"must be boolean,string",schema:schema31.properties.explain.type,parentSchema:schema31.properties.explain,data:data14};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(typeof data14 === "string"){
if(!pattern11.test(data14)){
const err6 = {instancePath:instancePath+"/explain",schemaPath:"#/properties/explain/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema31.properties.explain,data:data14};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
}
else {
const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.type,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
validate76.errors = vErrors;
return errors === 0;
}
validate76.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const mock = validate128;
const schema51 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"mock.schema.json","title":"Mock data job","description":"The stackSpec of a mock node: writes reproducible sample data. An extension of Millrace.","x-extension":true,"type":"object","properties":{"entity":{"type":"string","enum":["customer","product","account","transaction","campaign_event"],"description":"What the rows describe."},"rows":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Number of rows."},"seed":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"The same seed gives the same rows."},"asOf":{"type":"string","description":"Day that the data is as of: YYYY-MM-DD."},"output":{"type":"string","description":"Address to write."},"history":{"type":"string","description":"Address for the history of changes."},"format":{"type":"string","enum":["csv"],"description":"Format of the files."},"continueAfter":{"type":"object","properties":{"dataset":{"type":"string","description":"Address of earlier data."},"column":{"type":"string","pattern":"\\S","description":"Key column."}},"required":["dataset","column"],"additionalProperties":false,"description":"Keys continue after those of an earlier dataset."},"options":{"type":"object","additionalProperties":true,"properties":{"personalShare":{"type":["number","string"],"pattern":"^-?[0-9]+(?:\\.[0-9]+)?$","description":"Share of personal customers."},"merchantEmptyDobShare":{"type":["number","string"],"pattern":"^-?[0-9]+(?:\\.[0-9]+)?$","description":"Share of merchants without a date of birth."},"semiUrbanSegment":{"type":"string","description":"How the semi-urban segment is written."}},"description":"Options of the entity."}},"required":["entity","rows","output"],"additionalProperties":false};
const pattern64 = new RegExp("^-?[0-9]+(?:\\.[0-9]+)?$", "u");

function validate128(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="mock.schema.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate128.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.entity === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "entity"},message:"must have required property '"+"entity"+"'",schema:schema51.required,parentSchema:schema51,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.rows === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "rows"},message:"must have required property '"+"rows"+"'",schema:schema51.required,parentSchema:schema51,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.output === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "output"},message:"must have required property '"+"output"+"'",schema:schema51.required,parentSchema:schema51,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 in data){
if(!(func1.call(schema51.properties, key0))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema51,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.entity !== undefined){
let data0 = data.entity;
if(typeof data0 !== "string"){
const err4 = {instancePath:instancePath+"/entity",schemaPath:"#/properties/entity/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema51.properties.entity.type,parentSchema:schema51.properties.entity,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(!(((((data0 === "customer") || (data0 === "product")) || (data0 === "account")) || (data0 === "transaction")) || (data0 === "campaign_event"))){
const err5 = {instancePath:instancePath+"/entity",schemaPath:"#/properties/entity/enum",keyword:"enum",params:{allowedValues: schema51.properties.entity.enum},message:"must be equal to one of the allowed values",schema:schema51.properties.entity.enum,parentSchema:schema51.properties.entity,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.rows !== undefined){
let data1 = data.rows;
if((!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))) && (typeof data1 !== "string")){
const err6 = {instancePath:instancePath+"/rows",schemaPath:"#/properties/rows/type",keyword:"type",params:{type: schema51.properties.rows.type},message:"must be integer,string",schema:schema51.properties.rows.type,parentSchema:schema51.properties.rows,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(typeof data1 === "string"){
if(!pattern16.test(data1)){
const err7 = {instancePath:instancePath+"/rows",schemaPath:"#/properties/rows/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+$"},message:"must match pattern \""+"^-?[0-9]+$"+"\"",schema:"^-?[0-9]+$",parentSchema:schema51.properties.rows,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
if(data.seed !== undefined){
let data2 = data.seed;
if((!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))) && (typeof data2 !== "string")){
const err8 = {instancePath:instancePath+"/seed",schemaPath:"#/properties/seed/type",keyword:"type",params:{type: schema51.properties.seed.type},message:"must be integer,string",schema:schema51.properties.seed.type,parentSchema:schema51.properties.seed,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(typeof data2 === "string"){
if(!pattern16.test(data2)){
const err9 = {instancePath:instancePath+"/seed",schemaPath:"#/properties/seed/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+$"},message:"must match pattern \""+"^-?[0-9]+$"+"\"",schema:"^-?[0-9]+$",parentSchema:schema51.properties.seed,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
if(data.asOf !== undefined){
let data3 = data.asOf;
if(typeof data3 !== "string"){
const err10 = {instancePath:instancePath+"/asOf",schemaPath:"#/properties/asOf/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema51.properties.asOf.type,parentSchema:schema51.properties.asOf,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.output !== undefined){
let data4 = data.output;
if(typeof data4 !== "string"){
const err11 = {instancePath:instancePath+"/output",schemaPath:"#/properties/output/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema51.properties.output.type,parentSchema:schema51.properties.output,data:data4};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.history !== undefined){
let data5 = data.history;
if(typeof data5 !== "string"){
const err12 = {instancePath:instancePath+"/history",schemaPath:"#/properties/history/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema51.properties.history.type,parentSchema:schema51.properties.history,data:data5};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.format !== undefined){
let data6 = data.format;
if(typeof data6 !== "string"){
const err13 = {instancePath:instancePath+"/format",schemaPath:"#/properties/format/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema51.properties.format.type,parentSchema:schema51.properties.format,data:data6};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(!(data6 === "csv")){
const err14 = {instancePath:instancePath+"/format",schemaPath:"#/properties/format/enum",keyword:"enum",params:{allowedValues: schema51.properties.format.enum},message:"must be equal to one of the allowed values",schema:schema51.properties.format.enum,parentSchema:schema51.properties.format,data:data6};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.continueAfter !== undefined){
let data7 = data.continueAfter;
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
if(data7.dataset === undefined){
const err15 = {instancePath:instancePath+"/continueAfter",schemaPath:"#/properties/continueAfter/required",keyword:"required",params:{missingProperty: "dataset"},message:"must have required property '"+"dataset"+"'",schema:schema51.properties.continueAfter.required,parentSchema:schema51.properties.continueAfter,data:data7};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data7.column === undefined){
const err16 = {instancePath:instancePath+"/continueAfter",schemaPath:"#/properties/continueAfter/required",keyword:"required",params:{missingProperty: "column"},message:"must have required property '"+"column"+"'",schema:schema51.properties.continueAfter.required,parentSchema:schema51.properties.continueAfter,data:data7};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
for(const key1 in data7){
if(!((key1 === "dataset") || (key1 === "column"))){
const err17 = {instancePath:instancePath+"/continueAfter",schemaPath:"#/properties/continueAfter/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema51.properties.continueAfter,data:data7};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data7.dataset !== undefined){
let data8 = data7.dataset;
if(typeof data8 !== "string"){
const err18 = {instancePath:instancePath+"/continueAfter/dataset",schemaPath:"#/properties/continueAfter/properties/dataset/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema51.properties.continueAfter.properties.dataset.type,parentSchema:schema51.properties.continueAfter.properties.dataset,data:data8};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data7.column !== undefined){
let data9 = data7.column;
if(typeof data9 === "string"){
if(!pattern3.test(data9)){
const err19 = {instancePath:instancePath+"/continueAfter/column",schemaPath:"#/properties/continueAfter/properties/column/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema51.properties.continueAfter.properties.column,data:data9};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
else {
const err20 = {instancePath:instancePath+"/continueAfter/column",schemaPath:"#/properties/continueAfter/properties/column/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema51.properties.continueAfter.properties.column.type,parentSchema:schema51.properties.continueAfter.properties.column,data:data9};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
else {
const err21 = {instancePath:instancePath+"/continueAfter",schemaPath:"#/properties/continueAfter/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema51.properties.continueAfter.type,parentSchema:schema51.properties.continueAfter,data:data7};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.options !== undefined){
let data10 = data.options;
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
if(data10.personalShare !== undefined){
let data11 = data10.personalShare;
if((!((typeof data11 == "number") && (isFinite(data11)))) && (typeof data11 !== "string")){
const err22 = {instancePath:instancePath+"/options/personalShare",schemaPath:"#/properties/options/properties/personalShare/type",keyword:"type",params:{type: schema51.properties.options.properties.personalShare.type},message:"must be number,string",schema:schema51.properties.options.properties.personalShare.type,parentSchema:schema51.properties.options.properties.personalShare,data:data11};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(typeof data11 === "string"){
if(!pattern64.test(data11)){
const err23 = {instancePath:instancePath+"/options/personalShare",schemaPath:"#/properties/options/properties/personalShare/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+(?:\\.[0-9]+)?$"},message:"must match pattern \""+"^-?[0-9]+(?:\\.[0-9]+)?$"+"\"",schema:"^-?[0-9]+(?:\\.[0-9]+)?$",parentSchema:schema51.properties.options.properties.personalShare,data:data11};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
if(data10.merchantEmptyDobShare !== undefined){
let data12 = data10.merchantEmptyDobShare;
if((!((typeof data12 == "number") && (isFinite(data12)))) && (typeof data12 !== "string")){
const err24 = {instancePath:instancePath+"/options/merchantEmptyDobShare",schemaPath:"#/properties/options/properties/merchantEmptyDobShare/type",keyword:"type",params:{type: schema51.properties.options.properties.merchantEmptyDobShare.type},message:"must be number,string",schema:schema51.properties.options.properties.merchantEmptyDobShare.type,parentSchema:schema51.properties.options.properties.merchantEmptyDobShare,data:data12};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(typeof data12 === "string"){
if(!pattern64.test(data12)){
const err25 = {instancePath:instancePath+"/options/merchantEmptyDobShare",schemaPath:"#/properties/options/properties/merchantEmptyDobShare/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+(?:\\.[0-9]+)?$"},message:"must match pattern \""+"^-?[0-9]+(?:\\.[0-9]+)?$"+"\"",schema:"^-?[0-9]+(?:\\.[0-9]+)?$",parentSchema:schema51.properties.options.properties.merchantEmptyDobShare,data:data12};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
if(data10.semiUrbanSegment !== undefined){
let data13 = data10.semiUrbanSegment;
if(typeof data13 !== "string"){
const err26 = {instancePath:instancePath+"/options/semiUrbanSegment",schemaPath:"#/properties/options/properties/semiUrbanSegment/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema51.properties.options.properties.semiUrbanSegment.type,parentSchema:schema51.properties.options.properties.semiUrbanSegment,data:data13};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
}
else {
const err27 = {instancePath:instancePath+"/options",schemaPath:"#/properties/options/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema51.properties.options.type,parentSchema:schema51.properties.options,data:data10};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
}
else {
const err28 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema51.type,parentSchema:schema51,data};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
validate128.errors = vErrors;
return errors === 0;
}
validate128.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const policy = validate129;
const schema52 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"policy.schema.json","title":"Policy","description":"Who sees what: a mask or a filter on data, or a rule of access.","type":"object","properties":{"name":{"type":"string","pattern":"\\S","description":"Identity within its type and workspace. Lower-case letters, digits and dashes; at most 48 characters."},"version":{"type":"string","description":"Version of the resource type, usually v1."},"type":{"const":"policy","type":"string","description":"What kind of resource this document describes."},"tags":{"type":["array","null"],"items":{"type":"string"},"description":"Labels."},"description":{"type":["string","null"],"description":"What it is for. May be empty."},"owner":{"type":["string","null"],"description":"Who answers for it. Empty means whoever applies it."},"layer":{"type":"string","description":"user or system.","examples":["user","system"]},"workspace":{"type":"string","description":"Workspace of the resource. Default: public."},"title":{"type":["string","null"],"description":"Title for people."},"runAsUser":{"type":"string","description":"Accepted, has no effect here."},"policy":{"type":"object","properties":{"data":{"$ref":"#/$defs/data"},"access":{"$ref":"#/$defs/access"}},"additionalProperties":false,"description":"Exactly one of data and access.","minProperties":1,"maxProperties":1},"generation":{"description":"Written back by servers; ignored."},"uid":{"description":"Written back by servers; ignored."},"stamp":{"description":"Written back by servers; ignored."},"created":{"description":"Written back by servers; ignored."},"status":{"description":"Written back by servers; ignored."},"runtime":{"description":"Written back by servers; ignored."}},"required":["name","version","type","policy"],"additionalProperties":false,"$defs":{"data":{"type":"object","properties":{"type":{"type":"string","enum":["mask","filter"],"description":"Mask columns or filter rows."},"name":{"type":"string","description":"Name for people."},"description":{"type":["string","null"],"description":"What it is for."},"priority":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"1 to 100; the lower number wins. Default: 100."},"depot":{"type":"string","description":"Depots it applies to (glob)."},"collection":{"type":"string","description":"Collections it applies to (glob)."},"dataset":{"type":"string","description":"Datasets it applies to (glob)."},"dataset_id":{"type":"string","description":"depot.collection.dataset."},"isArchived":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Stored but never evaluated."},"selector":{"$ref":"#/$defs/selector"},"mask":{"$ref":"#/$defs/mask"},"filters":{"type":["array","null"],"items":{"type":"object"},"description":"Which rows may be seen."}},"required":["type"],"additionalProperties":false},"selector":{"type":"object","properties":{"user":{"type":"object","properties":{"match":{"type":"string","enum":["any","all"],"description":"How tags combine. Default: any."},"tags":{"type":["array","null"],"items":{"type":"string"},"description":"Globs over the tags of users."}},"additionalProperties":false,"description":"Who it applies to."},"column":{"type":"object","properties":{"tags":{"type":["array","null"],"items":{"type":"string"},"description":"Globs over the tags of columns."},"names":{"type":["array","null"],"items":{"type":"string"},"description":"Names of columns."}},"additionalProperties":false,"description":"Which columns it applies to."}},"additionalProperties":false,"description":"Who and which columns."},"mask":{"type":"object","properties":{"operator":{"type":"string","description":"How values are shown.","examples":["hash","bucket_date","pass_through"]},"hash":{"type":["object","null"],"properties":{"algo":{"type":"string","description":"Only sha256.","examples":["sha256"]}},"additionalProperties":false,"description":"Arguments of hash."},"redact":{"type":["object","null"],"additionalProperties":true,"description":"Arguments of redact."},"regex_replace":{"type":["object","null"],"properties":{"pattern":{"type":"string","description":"Regular expression."},"replacement":{"type":"string","description":"Replacement."}},"additionalProperties":false,"description":"Arguments of regex_replace."},"rand_pattern":{"type":["object","null"],"additionalProperties":true,"description":"Arguments of rand_pattern."},"rand_regexify":{"type":["object","null"],"additionalProperties":true,"description":"Arguments of rand_regexify."},"bucket_number":{"type":["object","null"],"properties":{"buckets":{"type":"array","items":{"type":["string","number"],"description":"Lower bound."},"description":"Lower bounds."}},"additionalProperties":false,"description":"Arguments of bucket_number."},"bucket_date":{"type":["object","null"],"properties":{"precision":{"type":"string","description":"How coarse.","examples":["hour","day","week","month","quarter","year"]}},"additionalProperties":false,"description":"Arguments of bucket_date."},"pass_through":{"type":["object","null"],"additionalProperties":true,"description":"Arguments of pass_through."}},"required":["operator"],"additionalProperties":false,"description":"How matching columns are masked."},"access":{"type":"object","properties":{"name":{"type":"string","description":"Name for people."},"description":{"type":["string","null"],"description":"What it is for."},"collection":{"type":"string","description":"Accepted, has no effect."},"subjects":{"type":"object","properties":{"tags":{"type":"array","items":{"type":["string","array"],"items":{"type":"string"}},"description":"Tags; an inner list must match as a whole."}},"required":["tags"],"additionalProperties":false},"predicates":{"type":"array","items":{"type":"string"},"description":"Verbs."},"objects":{"type":"object","properties":{"paths":{"type":"array","items":{"type":"string"},"description":"Address globs."},"path":{"type":"string","description":"Address glob."},"tags":{"type":"array","items":{"type":["string","array"],"items":{"type":"string"}},"description":"Tags."}},"additionalProperties":false},"allow":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Grants where true, refuses where false. Default: false."}},"additionalProperties":false}}};
const schema53 = {"type":"object","properties":{"type":{"type":"string","enum":["mask","filter"],"description":"Mask columns or filter rows."},"name":{"type":"string","description":"Name for people."},"description":{"type":["string","null"],"description":"What it is for."},"priority":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"1 to 100; the lower number wins. Default: 100."},"depot":{"type":"string","description":"Depots it applies to (glob)."},"collection":{"type":"string","description":"Collections it applies to (glob)."},"dataset":{"type":"string","description":"Datasets it applies to (glob)."},"dataset_id":{"type":"string","description":"depot.collection.dataset."},"isArchived":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Stored but never evaluated."},"selector":{"$ref":"#/$defs/selector"},"mask":{"$ref":"#/$defs/mask"},"filters":{"type":["array","null"],"items":{"type":"object"},"description":"Which rows may be seen."}},"required":["type"],"additionalProperties":false};
const schema54 = {"type":"object","properties":{"user":{"type":"object","properties":{"match":{"type":"string","enum":["any","all"],"description":"How tags combine. Default: any."},"tags":{"type":["array","null"],"items":{"type":"string"},"description":"Globs over the tags of users."}},"additionalProperties":false,"description":"Who it applies to."},"column":{"type":"object","properties":{"tags":{"type":["array","null"],"items":{"type":"string"},"description":"Globs over the tags of columns."},"names":{"type":["array","null"],"items":{"type":"string"},"description":"Names of columns."}},"additionalProperties":false,"description":"Which columns it applies to."}},"additionalProperties":false,"description":"Who and which columns."};

function validate131(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate131.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((key0 === "user") || (key0 === "column"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema54,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.user !== undefined){
let data0 = data.user;
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
for(const key1 in data0){
if(!((key1 === "match") || (key1 === "tags"))){
const err1 = {instancePath:instancePath+"/user",schemaPath:"#/properties/user/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema54.properties.user,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data0.match !== undefined){
let data1 = data0.match;
if(typeof data1 !== "string"){
const err2 = {instancePath:instancePath+"/user/match",schemaPath:"#/properties/user/properties/match/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema54.properties.user.properties.match.type,parentSchema:schema54.properties.user.properties.match,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(!((data1 === "any") || (data1 === "all"))){
const err3 = {instancePath:instancePath+"/user/match",schemaPath:"#/properties/user/properties/match/enum",keyword:"enum",params:{allowedValues: schema54.properties.user.properties.match.enum},message:"must be equal to one of the allowed values",schema:schema54.properties.user.properties.match.enum,parentSchema:schema54.properties.user.properties.match,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data0.tags !== undefined){
let data2 = data0.tags;
if((!(Array.isArray(data2))) && (data2 !== null)){
const err4 = {instancePath:instancePath+"/user/tags",schemaPath:"#/properties/user/properties/tags/type",keyword:"type",params:{type: schema54.properties.user.properties.tags.type},message:"must be array,null",schema:schema54.properties.user.properties.tags.type,parentSchema:schema54.properties.user.properties.tags,data:data2};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(Array.isArray(data2)){
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
if(typeof data3 !== "string"){
const err5 = {instancePath:instancePath+"/user/tags/" + i0,schemaPath:"#/properties/user/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema54.properties.user.properties.tags.items.type,parentSchema:schema54.properties.user.properties.tags.items,data:data3};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
}
}
else {
const err6 = {instancePath:instancePath+"/user",schemaPath:"#/properties/user/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema54.properties.user.type,parentSchema:schema54.properties.user,data:data0};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.column !== undefined){
let data4 = data.column;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
for(const key2 in data4){
if(!((key2 === "tags") || (key2 === "names"))){
const err7 = {instancePath:instancePath+"/column",schemaPath:"#/properties/column/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema54.properties.column,data:data4};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data4.tags !== undefined){
let data5 = data4.tags;
if((!(Array.isArray(data5))) && (data5 !== null)){
const err8 = {instancePath:instancePath+"/column/tags",schemaPath:"#/properties/column/properties/tags/type",keyword:"type",params:{type: schema54.properties.column.properties.tags.type},message:"must be array,null",schema:schema54.properties.column.properties.tags.type,parentSchema:schema54.properties.column.properties.tags,data:data5};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(Array.isArray(data5)){
const len1 = data5.length;
for(let i1=0; i1<len1; i1++){
let data6 = data5[i1];
if(typeof data6 !== "string"){
const err9 = {instancePath:instancePath+"/column/tags/" + i1,schemaPath:"#/properties/column/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema54.properties.column.properties.tags.items.type,parentSchema:schema54.properties.column.properties.tags.items,data:data6};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
}
if(data4.names !== undefined){
let data7 = data4.names;
if((!(Array.isArray(data7))) && (data7 !== null)){
const err10 = {instancePath:instancePath+"/column/names",schemaPath:"#/properties/column/properties/names/type",keyword:"type",params:{type: schema54.properties.column.properties.names.type},message:"must be array,null",schema:schema54.properties.column.properties.names.type,parentSchema:schema54.properties.column.properties.names,data:data7};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(Array.isArray(data7)){
const len2 = data7.length;
for(let i2=0; i2<len2; i2++){
let data8 = data7[i2];
if(typeof data8 !== "string"){
const err11 = {instancePath:instancePath+"/column/names/" + i2,schemaPath:"#/properties/column/properties/names/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema54.properties.column.properties.names.items.type,parentSchema:schema54.properties.column.properties.names.items,data:data8};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
}
}
else {
const err12 = {instancePath:instancePath+"/column",schemaPath:"#/properties/column/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema54.properties.column.type,parentSchema:schema54.properties.column,data:data4};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
else {
const err13 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema54.type,parentSchema:schema54,data};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
validate131.errors = vErrors;
return errors === 0;
}
validate131.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema55 = {"type":"object","properties":{"operator":{"type":"string","description":"How values are shown.","examples":["hash","bucket_date","pass_through"]},"hash":{"type":["object","null"],"properties":{"algo":{"type":"string","description":"Only sha256.","examples":["sha256"]}},"additionalProperties":false,"description":"Arguments of hash."},"redact":{"type":["object","null"],"additionalProperties":true,"description":"Arguments of redact."},"regex_replace":{"type":["object","null"],"properties":{"pattern":{"type":"string","description":"Regular expression."},"replacement":{"type":"string","description":"Replacement."}},"additionalProperties":false,"description":"Arguments of regex_replace."},"rand_pattern":{"type":["object","null"],"additionalProperties":true,"description":"Arguments of rand_pattern."},"rand_regexify":{"type":["object","null"],"additionalProperties":true,"description":"Arguments of rand_regexify."},"bucket_number":{"type":["object","null"],"properties":{"buckets":{"type":"array","items":{"type":["string","number"],"description":"Lower bound."},"description":"Lower bounds."}},"additionalProperties":false,"description":"Arguments of bucket_number."},"bucket_date":{"type":["object","null"],"properties":{"precision":{"type":"string","description":"How coarse.","examples":["hour","day","week","month","quarter","year"]}},"additionalProperties":false,"description":"Arguments of bucket_date."},"pass_through":{"type":["object","null"],"additionalProperties":true,"description":"Arguments of pass_through."}},"required":["operator"],"additionalProperties":false,"description":"How matching columns are masked."};

function validate133(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate133.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.operator === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "operator"},message:"must have required property '"+"operator"+"'",schema:schema55.required,parentSchema:schema55,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(func1.call(schema55.properties, key0))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema55,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.operator !== undefined){
let data0 = data.operator;
if(typeof data0 !== "string"){
const err2 = {instancePath:instancePath+"/operator",schemaPath:"#/properties/operator/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema55.properties.operator.type,parentSchema:schema55.properties.operator,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.hash !== undefined){
let data1 = data.hash;
if((!(data1 && typeof data1 == "object" && !Array.isArray(data1))) && (data1 !== null)){
const err3 = {instancePath:instancePath+"/hash",schemaPath:"#/properties/hash/type",keyword:"type",params:{type: schema55.properties.hash.type},message:"must be object,null",schema:schema55.properties.hash.type,parentSchema:schema55.properties.hash,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
for(const key1 in data1){
if(!(key1 === "algo")){
const err4 = {instancePath:instancePath+"/hash",schemaPath:"#/properties/hash/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema55.properties.hash,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data1.algo !== undefined){
let data2 = data1.algo;
if(typeof data2 !== "string"){
const err5 = {instancePath:instancePath+"/hash/algo",schemaPath:"#/properties/hash/properties/algo/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema55.properties.hash.properties.algo.type,parentSchema:schema55.properties.hash.properties.algo,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
}
if(data.redact !== undefined){
let data3 = data.redact;
if((!(data3 && typeof data3 == "object" && !Array.isArray(data3))) && (data3 !== null)){
const err6 = {instancePath:instancePath+"/redact",schemaPath:"#/properties/redact/type",keyword:"type",params:{type: schema55.properties.redact.type},message:"must be object,null",schema:schema55.properties.redact.type,parentSchema:schema55.properties.redact,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.regex_replace !== undefined){
let data4 = data.regex_replace;
if((!(data4 && typeof data4 == "object" && !Array.isArray(data4))) && (data4 !== null)){
const err7 = {instancePath:instancePath+"/regex_replace",schemaPath:"#/properties/regex_replace/type",keyword:"type",params:{type: schema55.properties.regex_replace.type},message:"must be object,null",schema:schema55.properties.regex_replace.type,parentSchema:schema55.properties.regex_replace,data:data4};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
for(const key2 in data4){
if(!((key2 === "pattern") || (key2 === "replacement"))){
const err8 = {instancePath:instancePath+"/regex_replace",schemaPath:"#/properties/regex_replace/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema55.properties.regex_replace,data:data4};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data4.pattern !== undefined){
let data5 = data4.pattern;
if(typeof data5 !== "string"){
const err9 = {instancePath:instancePath+"/regex_replace/pattern",schemaPath:"#/properties/regex_replace/properties/pattern/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema55.properties.regex_replace.properties.pattern.type,parentSchema:schema55.properties.regex_replace.properties.pattern,data:data5};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data4.replacement !== undefined){
let data6 = data4.replacement;
if(typeof data6 !== "string"){
const err10 = {instancePath:instancePath+"/regex_replace/replacement",schemaPath:"#/properties/regex_replace/properties/replacement/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema55.properties.regex_replace.properties.replacement.type,parentSchema:schema55.properties.regex_replace.properties.replacement,data:data6};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
}
if(data.rand_pattern !== undefined){
let data7 = data.rand_pattern;
if((!(data7 && typeof data7 == "object" && !Array.isArray(data7))) && (data7 !== null)){
const err11 = {instancePath:instancePath+"/rand_pattern",schemaPath:"#/properties/rand_pattern/type",keyword:"type",params:{type: schema55.properties.rand_pattern.type},message:"must be object,null",schema:schema55.properties.rand_pattern.type,parentSchema:schema55.properties.rand_pattern,data:data7};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.rand_regexify !== undefined){
let data8 = data.rand_regexify;
if((!(data8 && typeof data8 == "object" && !Array.isArray(data8))) && (data8 !== null)){
const err12 = {instancePath:instancePath+"/rand_regexify",schemaPath:"#/properties/rand_regexify/type",keyword:"type",params:{type: schema55.properties.rand_regexify.type},message:"must be object,null",schema:schema55.properties.rand_regexify.type,parentSchema:schema55.properties.rand_regexify,data:data8};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.bucket_number !== undefined){
let data9 = data.bucket_number;
if((!(data9 && typeof data9 == "object" && !Array.isArray(data9))) && (data9 !== null)){
const err13 = {instancePath:instancePath+"/bucket_number",schemaPath:"#/properties/bucket_number/type",keyword:"type",params:{type: schema55.properties.bucket_number.type},message:"must be object,null",schema:schema55.properties.bucket_number.type,parentSchema:schema55.properties.bucket_number,data:data9};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
for(const key3 in data9){
if(!(key3 === "buckets")){
const err14 = {instancePath:instancePath+"/bucket_number",schemaPath:"#/properties/bucket_number/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema55.properties.bucket_number,data:data9};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data9.buckets !== undefined){
let data10 = data9.buckets;
if(Array.isArray(data10)){
const len0 = data10.length;
for(let i0=0; i0<len0; i0++){
let data11 = data10[i0];
if((typeof data11 !== "string") && (!((typeof data11 == "number") && (isFinite(data11))))){
const err15 = {instancePath:instancePath+"/bucket_number/buckets/" + i0,schemaPath:"#/properties/bucket_number/properties/buckets/items/type",keyword:"type",params:{type: schema55.properties.bucket_number.properties.buckets.items.type},message:"must be string,number",schema:schema55.properties.bucket_number.properties.buckets.items.type,parentSchema:schema55.properties.bucket_number.properties.buckets.items,data:data11};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
else {
const err16 = {instancePath:instancePath+"/bucket_number/buckets",schemaPath:"#/properties/bucket_number/properties/buckets/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema55.properties.bucket_number.properties.buckets.type,parentSchema:schema55.properties.bucket_number.properties.buckets,data:data10};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
}
if(data.bucket_date !== undefined){
let data12 = data.bucket_date;
if((!(data12 && typeof data12 == "object" && !Array.isArray(data12))) && (data12 !== null)){
const err17 = {instancePath:instancePath+"/bucket_date",schemaPath:"#/properties/bucket_date/type",keyword:"type",params:{type: schema55.properties.bucket_date.type},message:"must be object,null",schema:schema55.properties.bucket_date.type,parentSchema:schema55.properties.bucket_date,data:data12};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
for(const key4 in data12){
if(!(key4 === "precision")){
const err18 = {instancePath:instancePath+"/bucket_date",schemaPath:"#/properties/bucket_date/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema55.properties.bucket_date,data:data12};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data12.precision !== undefined){
let data13 = data12.precision;
if(typeof data13 !== "string"){
const err19 = {instancePath:instancePath+"/bucket_date/precision",schemaPath:"#/properties/bucket_date/properties/precision/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema55.properties.bucket_date.properties.precision.type,parentSchema:schema55.properties.bucket_date.properties.precision,data:data13};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
}
if(data.pass_through !== undefined){
let data14 = data.pass_through;
if((!(data14 && typeof data14 == "object" && !Array.isArray(data14))) && (data14 !== null)){
const err20 = {instancePath:instancePath+"/pass_through",schemaPath:"#/properties/pass_through/type",keyword:"type",params:{type: schema55.properties.pass_through.type},message:"must be object,null",schema:schema55.properties.pass_through.type,parentSchema:schema55.properties.pass_through,data:data14};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
else {
const err21 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema55.type,parentSchema:schema55,data};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
validate133.errors = vErrors;
return errors === 0;
}
validate133.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate130(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate130.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.type === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema53.required,parentSchema:schema53,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(func1.call(schema53.properties, key0))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema53,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.type !== undefined){
let data0 = data.type;
if(typeof data0 !== "string"){
const err2 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema53.properties.type.type,parentSchema:schema53.properties.type,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(!((data0 === "mask") || (data0 === "filter"))){
const err3 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/enum",keyword:"enum",params:{allowedValues: schema53.properties.type.enum},message:"must be equal to one of the allowed values",schema:schema53.properties.type.enum,parentSchema:schema53.properties.type,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.name !== undefined){
let data1 = data.name;
if(typeof data1 !== "string"){
const err4 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema53.properties.name.type,parentSchema:schema53.properties.name,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.description !== undefined){
let data2 = data.description;
if((typeof data2 !== "string") && (data2 !== null)){
const err5 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: schema53.properties.description.type},message:"must be string,null",schema:schema53.properties.description.type,parentSchema:schema53.properties.description,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.priority !== undefined){
let data3 = data.priority;
if((!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))) && (typeof data3 !== "string")){
const err6 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/type",keyword:"type",params:{type: schema53.properties.priority.type},message:"must be integer,string",schema:schema53.properties.priority.type,parentSchema:schema53.properties.priority,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(typeof data3 === "string"){
if(!pattern16.test(data3)){
const err7 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+$"},message:"must match pattern \""+"^-?[0-9]+$"+"\"",schema:"^-?[0-9]+$",parentSchema:schema53.properties.priority,data:data3};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
if(data.depot !== undefined){
let data4 = data.depot;
if(typeof data4 !== "string"){
const err8 = {instancePath:instancePath+"/depot",schemaPath:"#/properties/depot/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema53.properties.depot.type,parentSchema:schema53.properties.depot,data:data4};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.collection !== undefined){
let data5 = data.collection;
if(typeof data5 !== "string"){
const err9 = {instancePath:instancePath+"/collection",schemaPath:"#/properties/collection/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema53.properties.collection.type,parentSchema:schema53.properties.collection,data:data5};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.dataset !== undefined){
let data6 = data.dataset;
if(typeof data6 !== "string"){
const err10 = {instancePath:instancePath+"/dataset",schemaPath:"#/properties/dataset/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema53.properties.dataset.type,parentSchema:schema53.properties.dataset,data:data6};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.dataset_id !== undefined){
let data7 = data.dataset_id;
if(typeof data7 !== "string"){
const err11 = {instancePath:instancePath+"/dataset_id",schemaPath:"#/properties/dataset_id/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema53.properties.dataset_id.type,parentSchema:schema53.properties.dataset_id,data:data7};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.isArchived !== undefined){
let data8 = data.isArchived;
if((typeof data8 !== "boolean") && (typeof data8 !== "string")){
const err12 = {instancePath:instancePath+"/isArchived",schemaPath:"#/properties/isArchived/type",keyword:"type",params:{type: schema53.properties.isArchived.type},message:"must be boolean,string",schema:schema53.properties.isArchived.type,parentSchema:schema53.properties.isArchived,data:data8};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(typeof data8 === "string"){
if(!pattern11.test(data8)){
const err13 = {instancePath:instancePath+"/isArchived",schemaPath:"#/properties/isArchived/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema53.properties.isArchived,data:data8};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
if(data.selector !== undefined){
if(!(validate131(data.selector, {instancePath:instancePath+"/selector",parentData:data,parentDataProperty:"selector",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate131.errors : vErrors.concat(validate131.errors);
errors = vErrors.length;
}
}
if(data.mask !== undefined){
if(!(validate133(data.mask, {instancePath:instancePath+"/mask",parentData:data,parentDataProperty:"mask",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate133.errors : vErrors.concat(validate133.errors);
errors = vErrors.length;
}
}
if(data.filters !== undefined){
let data11 = data.filters;
if((!(Array.isArray(data11))) && (data11 !== null)){
const err14 = {instancePath:instancePath+"/filters",schemaPath:"#/properties/filters/type",keyword:"type",params:{type: schema53.properties.filters.type},message:"must be array,null",schema:schema53.properties.filters.type,parentSchema:schema53.properties.filters,data:data11};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if(Array.isArray(data11)){
const len0 = data11.length;
for(let i0=0; i0<len0; i0++){
let data12 = data11[i0];
if(!(data12 && typeof data12 == "object" && !Array.isArray(data12))){
const err15 = {instancePath:instancePath+"/filters/" + i0,schemaPath:"#/properties/filters/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema53.properties.filters.items.type,parentSchema:schema53.properties.filters.items,data:data12};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
}
}
else {
const err16 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema53.type,parentSchema:schema53,data};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
validate130.errors = vErrors;
return errors === 0;
}
validate130.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema56 = {"type":"object","properties":{"name":{"type":"string","description":"Name for people."},"description":{"type":["string","null"],"description":"What it is for."},"collection":{"type":"string","description":"Accepted, has no effect."},"subjects":{"type":"object","properties":{"tags":{"type":"array","items":{"type":["string","array"],"items":{"type":"string"}},"description":"Tags; an inner list must match as a whole."}},"required":["tags"],"additionalProperties":false},"predicates":{"type":"array","items":{"type":"string"},"description":"Verbs."},"objects":{"type":"object","properties":{"paths":{"type":"array","items":{"type":"string"},"description":"Address globs."},"path":{"type":"string","description":"Address glob."},"tags":{"type":"array","items":{"type":["string","array"],"items":{"type":"string"}},"description":"Tags."}},"additionalProperties":false},"allow":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Grants where true, refuses where false. Default: false."}},"additionalProperties":false};

function validate136(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate136.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((((((key0 === "name") || (key0 === "description")) || (key0 === "collection")) || (key0 === "subjects")) || (key0 === "predicates")) || (key0 === "objects")) || (key0 === "allow"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema56,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema56.properties.name.type,parentSchema:schema56.properties.name,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.description !== undefined){
let data1 = data.description;
if((typeof data1 !== "string") && (data1 !== null)){
const err2 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: schema56.properties.description.type},message:"must be string,null",schema:schema56.properties.description.type,parentSchema:schema56.properties.description,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.collection !== undefined){
let data2 = data.collection;
if(typeof data2 !== "string"){
const err3 = {instancePath:instancePath+"/collection",schemaPath:"#/properties/collection/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema56.properties.collection.type,parentSchema:schema56.properties.collection,data:data2};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.subjects !== undefined){
let data3 = data.subjects;
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
if(data3.tags === undefined){
const err4 = {instancePath:instancePath+"/subjects",schemaPath:"#/properties/subjects/required",keyword:"required",params:{missingProperty: "tags"},message:"must have required property '"+"tags"+"'",schema:schema56.properties.subjects.required,parentSchema:schema56.properties.subjects,data:data3};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
for(const key1 in data3){
if(!(key1 === "tags")){
const err5 = {instancePath:instancePath+"/subjects",schemaPath:"#/properties/subjects/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema56.properties.subjects,data:data3};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data3.tags !== undefined){
let data4 = data3.tags;
if(Array.isArray(data4)){
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
let data5 = data4[i0];
if((typeof data5 !== "string") && (!(Array.isArray(data5)))){
const err6 = {instancePath:instancePath+"/subjects/tags/" + i0,schemaPath:"#/properties/subjects/properties/tags/items/type",keyword:"type",params:{type: schema56.properties.subjects.properties.tags.items.type},message:"must be string,array",schema:schema56.properties.subjects.properties.tags.items.type,parentSchema:schema56.properties.subjects.properties.tags.items,data:data5};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(Array.isArray(data5)){
const len1 = data5.length;
for(let i1=0; i1<len1; i1++){
let data6 = data5[i1];
if(typeof data6 !== "string"){
const err7 = {instancePath:instancePath+"/subjects/tags/" + i0+"/" + i1,schemaPath:"#/properties/subjects/properties/tags/items/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema56.properties.subjects.properties.tags.items.items.type,parentSchema:schema56.properties.subjects.properties.tags.items.items,data:data6};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
}
}
else {
const err8 = {instancePath:instancePath+"/subjects/tags",schemaPath:"#/properties/subjects/properties/tags/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema56.properties.subjects.properties.tags.type,parentSchema:schema56.properties.subjects.properties.tags,data:data4};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
else {
const err9 = {instancePath:instancePath+"/subjects",schemaPath:"#/properties/subjects/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema56.properties.subjects.type,parentSchema:schema56.properties.subjects,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.predicates !== undefined){
let data7 = data.predicates;
if(Array.isArray(data7)){
const len2 = data7.length;
for(let i2=0; i2<len2; i2++){
let data8 = data7[i2];
if(typeof data8 !== "string"){
const err10 = {instancePath:instancePath+"/predicates/" + i2,schemaPath:"#/properties/predicates/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema56.properties.predicates.items.type,parentSchema:schema56.properties.predicates.items,data:data8};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath:instancePath+"/predicates",schemaPath:"#/properties/predicates/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema56.properties.predicates.type,parentSchema:schema56.properties.predicates,data:data7};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.objects !== undefined){
let data9 = data.objects;
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
for(const key2 in data9){
if(!(((key2 === "paths") || (key2 === "path")) || (key2 === "tags"))){
const err12 = {instancePath:instancePath+"/objects",schemaPath:"#/properties/objects/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema56.properties.objects,data:data9};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data9.paths !== undefined){
let data10 = data9.paths;
if(Array.isArray(data10)){
const len3 = data10.length;
for(let i3=0; i3<len3; i3++){
let data11 = data10[i3];
if(typeof data11 !== "string"){
const err13 = {instancePath:instancePath+"/objects/paths/" + i3,schemaPath:"#/properties/objects/properties/paths/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema56.properties.objects.properties.paths.items.type,parentSchema:schema56.properties.objects.properties.paths.items,data:data11};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
else {
const err14 = {instancePath:instancePath+"/objects/paths",schemaPath:"#/properties/objects/properties/paths/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema56.properties.objects.properties.paths.type,parentSchema:schema56.properties.objects.properties.paths,data:data10};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data9.path !== undefined){
let data12 = data9.path;
if(typeof data12 !== "string"){
const err15 = {instancePath:instancePath+"/objects/path",schemaPath:"#/properties/objects/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema56.properties.objects.properties.path.type,parentSchema:schema56.properties.objects.properties.path,data:data12};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data9.tags !== undefined){
let data13 = data9.tags;
if(Array.isArray(data13)){
const len4 = data13.length;
for(let i4=0; i4<len4; i4++){
let data14 = data13[i4];
if((typeof data14 !== "string") && (!(Array.isArray(data14)))){
const err16 = {instancePath:instancePath+"/objects/tags/" + i4,schemaPath:"#/properties/objects/properties/tags/items/type",keyword:"type",params:{type: schema56.properties.objects.properties.tags.items.type},message:"must be string,array",schema:schema56.properties.objects.properties.tags.items.type,parentSchema:schema56.properties.objects.properties.tags.items,data:data14};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if(Array.isArray(data14)){
const len5 = data14.length;
for(let i5=0; i5<len5; i5++){
let data15 = data14[i5];
if(typeof data15 !== "string"){
const err17 = {instancePath:instancePath+"/objects/tags/" + i4+"/" + i5,schemaPath:"#/properties/objects/properties/tags/items/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema56.properties.objects.properties.tags.items.items.type,parentSchema:schema56.properties.objects.properties.tags.items.items,data:data15};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
}
}
else {
const err18 = {instancePath:instancePath+"/objects/tags",schemaPath:"#/properties/objects/properties/tags/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema56.properties.objects.properties.tags.type,parentSchema:schema56.properties.objects.properties.tags,data:data13};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
}
else {
const err19 = {instancePath:instancePath+"/objects",schemaPath:"#/properties/objects/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema56.properties.objects.type,parentSchema:schema56.properties.objects,data:data9};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.allow !== undefined){
let data16 = data.allow;
if((typeof data16 !== "boolean") && (typeof data16 !== "string")){
const err20 = {instancePath:instancePath+"/allow",schemaPath:"#/properties/allow/type",keyword:"type",params:{type: schema56.properties.allow.type},message:"must be boolean,string",schema:schema56.properties.allow.type,parentSchema:schema56.properties.allow,data:data16};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(typeof data16 === "string"){
if(!pattern11.test(data16)){
const err21 = {instancePath:instancePath+"/allow",schemaPath:"#/properties/allow/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema56.properties.allow,data:data16};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
}
else {
const err22 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema56.type,parentSchema:schema56,data};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
validate136.errors = vErrors;
return errors === 0;
}
validate136.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate129(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="policy.schema.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate129.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema52.required,parentSchema:schema52,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.version === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "version"},message:"must have required property '"+"version"+"'",schema:schema52.required,parentSchema:schema52,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.type === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema52.required,parentSchema:schema52,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.policy === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "policy"},message:"must have required property '"+"policy"+"'",schema:schema52.required,parentSchema:schema52,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 in data){
if(!(func1.call(schema52.properties, key0))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema52,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern3.test(data0)){
const err5 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema52.properties.name,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema52.properties.name.type,parentSchema:schema52.properties.name,data:data0};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.version !== undefined){
let data1 = data.version;
if(typeof data1 !== "string"){
const err7 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema52.properties.version.type,parentSchema:schema52.properties.version,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.type !== undefined){
let data2 = data.type;
if(typeof data2 !== "string"){
const err8 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema52.properties.type.type,parentSchema:schema52.properties.type,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if("policy" !== data2){
const err9 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/const",keyword:"const",params:{allowedValue: "policy"},message:"must be equal to constant",schema:"policy",parentSchema:schema52.properties.type,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.tags !== undefined){
let data3 = data.tags;
if((!(Array.isArray(data3))) && (data3 !== null)){
const err10 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: schema52.properties.tags.type},message:"must be array,null",schema:schema52.properties.tags.type,parentSchema:schema52.properties.tags,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(Array.isArray(data3)){
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
if(typeof data4 !== "string"){
const err11 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema52.properties.tags.items.type,parentSchema:schema52.properties.tags.items,data:data4};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
}
if(data.description !== undefined){
let data5 = data.description;
if((typeof data5 !== "string") && (data5 !== null)){
const err12 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: schema52.properties.description.type},message:"must be string,null",schema:schema52.properties.description.type,parentSchema:schema52.properties.description,data:data5};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.owner !== undefined){
let data6 = data.owner;
if((typeof data6 !== "string") && (data6 !== null)){
const err13 = {instancePath:instancePath+"/owner",schemaPath:"#/properties/owner/type",keyword:"type",params:{type: schema52.properties.owner.type},message:"must be string,null",schema:schema52.properties.owner.type,parentSchema:schema52.properties.owner,data:data6};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.layer !== undefined){
let data7 = data.layer;
if(typeof data7 !== "string"){
const err14 = {instancePath:instancePath+"/layer",schemaPath:"#/properties/layer/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema52.properties.layer.type,parentSchema:schema52.properties.layer,data:data7};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.workspace !== undefined){
let data8 = data.workspace;
if(typeof data8 !== "string"){
const err15 = {instancePath:instancePath+"/workspace",schemaPath:"#/properties/workspace/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema52.properties.workspace.type,parentSchema:schema52.properties.workspace,data:data8};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.title !== undefined){
let data9 = data.title;
if((typeof data9 !== "string") && (data9 !== null)){
const err16 = {instancePath:instancePath+"/title",schemaPath:"#/properties/title/type",keyword:"type",params:{type: schema52.properties.title.type},message:"must be string,null",schema:schema52.properties.title.type,parentSchema:schema52.properties.title,data:data9};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.runAsUser !== undefined){
let data10 = data.runAsUser;
if(typeof data10 !== "string"){
const err17 = {instancePath:instancePath+"/runAsUser",schemaPath:"#/properties/runAsUser/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema52.properties.runAsUser.type,parentSchema:schema52.properties.runAsUser,data:data10};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.policy !== undefined){
let data11 = data.policy;
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
if(Object.keys(data11).length > 1){
const err18 = {instancePath:instancePath+"/policy",schemaPath:"#/properties/policy/maxProperties",keyword:"maxProperties",params:{limit: 1},message:"must NOT have more than 1 properties",schema:1,parentSchema:schema52.properties.policy,data:data11};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(Object.keys(data11).length < 1){
const err19 = {instancePath:instancePath+"/policy",schemaPath:"#/properties/policy/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema52.properties.policy,data:data11};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
for(const key1 in data11){
if(!((key1 === "data") || (key1 === "access"))){
const err20 = {instancePath:instancePath+"/policy",schemaPath:"#/properties/policy/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema52.properties.policy,data:data11};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data11.data !== undefined){
if(!(validate130(data11.data, {instancePath:instancePath+"/policy/data",parentData:data11,parentDataProperty:"data",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate130.errors : vErrors.concat(validate130.errors);
errors = vErrors.length;
}
}
if(data11.access !== undefined){
if(!(validate136(data11.access, {instancePath:instancePath+"/policy/access",parentData:data11,parentDataProperty:"access",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate136.errors : vErrors.concat(validate136.errors);
errors = vErrors.length;
}
}
}
else {
const err21 = {instancePath:instancePath+"/policy",schemaPath:"#/properties/policy/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema52.properties.policy.type,parentSchema:schema52.properties.policy,data:data11};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
else {
const err22 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema52.type,parentSchema:schema52,data};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
validate129.errors = vErrors;
return errors === 0;
}
validate129.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const project = validate138;
const schema57 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"project.schema.json","title":"Project","description":"The project file millrace.yaml: everything that manifests leave to their platform.","type":"object","properties":{"name":{"type":"string","pattern":"\\S","description":"Name of the project."},"resources":{"$ref":"#/$defs/settings/properties/resources"},"variables":{"$ref":"#/$defs/settings/properties/variables"},"paths":{"$ref":"#/$defs/settings/properties/paths"},"lakehouse":{"$ref":"#/$defs/settings/properties/lakehouse"},"engines":{"$ref":"#/$defs/settings/properties/engines"},"computes":{"$ref":"#/$defs/settings/properties/computes"},"depots":{"$ref":"#/$defs/settings/properties/depots"},"users":{"$ref":"#/$defs/settings/properties/users"},"quality":{"$ref":"#/$defs/settings/properties/quality"},"masking":{"$ref":"#/$defs/settings/properties/masking"},"environments":{"type":["object","null"],"additionalProperties":{"$ref":"#/$defs/settings"},"description":"Values that replace those above in one environment."}},"required":["name"],"additionalProperties":false,"$defs":{"settings":{"type":"object","properties":{"resources":{"type":["array","null"],"items":{"type":"string"},"description":"Folders or files that hold manifests. Default: every YAML file of the tree that has a type and a name."},"variables":{"type":["object","null"],"additionalProperties":{"type":["string","number","boolean","null"]},"description":"Values of ${NAME} in manifests; lowest rank."},"paths":{"type":["object","null"],"additionalProperties":{"type":"string"},"description":"Path prefixes of manifests and where they live here."},"lakehouse":{"type":"object","properties":{"warehouse":{"type":"string","description":"Folder or address of the tables."},"catalog":{"type":["string","object"],"pattern":"^(?:sqlite|postgres|rest)$","properties":{"type":{"type":"string","enum":["sqlite","postgres","rest"],"description":"Kind of catalog."},"url":{"type":"string","description":"Of postgres: postgres://user:password@host:port/database, where all state of the project lives then. Of rest: the address below which /v1 is."},"warehouse":{"type":"string","description":"Of rest: the warehouse to ask the server for."},"token":{"type":"string","description":"Of rest: a bearer token."},"credential":{"type":"string","description":"Of rest: client id and secret, joined by a colon, which are exchanged for a token."},"headers":{"type":["object","null"],"additionalProperties":{"type":"string"},"description":"Of rest: headers of every request."}},"required":["type"],"additionalProperties":false,"description":"Where tables are registered: sqlite, or a mapping for postgres and rest."}},"additionalProperties":false,"description":"Iceberg tables."},"engines":{"type":["object","null"],"additionalProperties":{"type":"object","properties":{"type":{"type":"string","enum":["duckdb","trino"],"description":"Kind of engine."},"memory":{"type":["string","number"],"description":"Memory limit: 8GB."},"threads":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Number of threads."},"url":{"type":"string","description":"Where it is."},"catalog":{"type":"string","description":"Catalog of the lakehouse."},"user":{"type":"string","description":"User."}},"required":["type"],"additionalProperties":false},"description":"Engines by name; default is used unless a compute says otherwise."},"computes":{"type":["object","null"],"additionalProperties":{"type":"string"},"description":"Compute names of manifests and the engine each means."},"depots":{"type":["object","null"],"additionalProperties":{"type":"object","properties":{"type":{"type":"string","pattern":"\\S","description":"FILE, LAKEHOUSE or a depot type."},"path":{"type":"string","description":"Folder of a FILE depot."},"format":{"type":"string","description":"Format of its files."}},"required":["type"],"additionalProperties":false},"description":"Where depots live here."},"users":{"type":["object","null"],"additionalProperties":{"type":"object","properties":{"tags":{"type":["array","null"],"items":{"type":"string"},"description":"Tags such as roles:id:pii-reader."}},"additionalProperties":false},"description":"Readers and their tags."},"quality":{"type":"object","properties":{"failedAssertions":{"type":"string","enum":["fail","warn"],"description":"What a failed stand-alone assertion does to its node. Default: fail."}},"additionalProperties":false,"description":"Checks."},"masking":{"type":"object","properties":{"strict":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Refuse more ways in which masks leak. Default: false."}},"additionalProperties":false,"description":"Masking."}},"additionalProperties":false}}};
const schema58 = {"type":["array","null"],"items":{"type":"string"},"description":"Folders or files that hold manifests. Default: every YAML file of the tree that has a type and a name."};

function validate139(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate139.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if((!(Array.isArray(data))) && (data !== null)){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema58.type},message:"must be array,null",schema:schema58.type,parentSchema:schema58,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema58.items.type,parentSchema:schema58.items,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
validate139.errors = vErrors;
return errors === 0;
}
validate139.evaluated = {"items":true,"dynamicProps":false,"dynamicItems":false};

const schema59 = {"type":["object","null"],"additionalProperties":{"type":["string","number","boolean","null"]},"description":"Values of ${NAME} in manifests; lowest rank."};

function validate141(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate141.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if((!(data && typeof data == "object" && !Array.isArray(data))) && (data !== null)){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema59.type},message:"must be object,null",schema:schema59.type,parentSchema:schema59,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
let data0 = data[key0];
if((((typeof data0 !== "string") && (!((typeof data0 == "number") && (isFinite(data0))))) && (typeof data0 !== "boolean")) && (data0 !== null)){
const err1 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/type",keyword:"type",params:{type: schema59.additionalProperties.type},message:"must be string,number,boolean,null",schema:schema59.additionalProperties.type,parentSchema:schema59.additionalProperties,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
validate141.errors = vErrors;
return errors === 0;
}
validate141.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema60 = {"type":["object","null"],"additionalProperties":{"type":"string"},"description":"Path prefixes of manifests and where they live here."};

function validate143(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate143.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if((!(data && typeof data == "object" && !Array.isArray(data))) && (data !== null)){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema60.type},message:"must be object,null",schema:schema60.type,parentSchema:schema60,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
let data0 = data[key0];
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema60.additionalProperties.type,parentSchema:schema60.additionalProperties,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
validate143.errors = vErrors;
return errors === 0;
}
validate143.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema61 = {"type":"object","properties":{"warehouse":{"type":"string","description":"Folder or address of the tables."},"catalog":{"type":["string","object"],"pattern":"^(?:sqlite|postgres|rest)$","properties":{"type":{"type":"string","enum":["sqlite","postgres","rest"],"description":"Kind of catalog."},"url":{"type":"string","description":"Of postgres: postgres://user:password@host:port/database, where all state of the project lives then. Of rest: the address below which /v1 is."},"warehouse":{"type":"string","description":"Of rest: the warehouse to ask the server for."},"token":{"type":"string","description":"Of rest: a bearer token."},"credential":{"type":"string","description":"Of rest: client id and secret, joined by a colon, which are exchanged for a token."},"headers":{"type":["object","null"],"additionalProperties":{"type":"string"},"description":"Of rest: headers of every request."}},"required":["type"],"additionalProperties":false,"description":"Where tables are registered: sqlite, or a mapping for postgres and rest."}},"additionalProperties":false,"description":"Iceberg tables."};
const pattern71 = new RegExp("^(?:sqlite|postgres|rest)$", "u");

function validate145(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate145.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((key0 === "warehouse") || (key0 === "catalog"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema61,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.warehouse !== undefined){
let data0 = data.warehouse;
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/warehouse",schemaPath:"#/properties/warehouse/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema61.properties.warehouse.type,parentSchema:schema61.properties.warehouse,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.catalog !== undefined){
let data1 = data.catalog;
if((typeof data1 !== "string") && (!(data1 && typeof data1 == "object" && !Array.isArray(data1)))){
const err2 = {instancePath:instancePath+"/catalog",schemaPath:"#/properties/catalog/type",keyword:"type",params:{type: schema61.properties.catalog.type},message:"must be string,object",schema:schema61.properties.catalog.type,parentSchema:schema61.properties.catalog,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(typeof data1 === "string"){
if(!pattern71.test(data1)){
const err3 = {instancePath:instancePath+"/catalog",schemaPath:"#/properties/catalog/pattern",keyword:"pattern",params:{pattern: "^(?:sqlite|postgres|rest)$"},message:"must match pattern \""+"^(?:sqlite|postgres|rest)$"+"\"",schema:"^(?:sqlite|postgres|rest)$",parentSchema:schema61.properties.catalog,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
if(data1.type === undefined){
const err4 = {instancePath:instancePath+"/catalog",schemaPath:"#/properties/catalog/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema61.properties.catalog.required,parentSchema:schema61.properties.catalog,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
for(const key1 in data1){
if(!((((((key1 === "type") || (key1 === "url")) || (key1 === "warehouse")) || (key1 === "token")) || (key1 === "credential")) || (key1 === "headers"))){
const err5 = {instancePath:instancePath+"/catalog",schemaPath:"#/properties/catalog/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema61.properties.catalog,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data1.type !== undefined){
let data2 = data1.type;
if(typeof data2 !== "string"){
const err6 = {instancePath:instancePath+"/catalog/type",schemaPath:"#/properties/catalog/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema61.properties.catalog.properties.type.type,parentSchema:schema61.properties.catalog.properties.type,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(!(((data2 === "sqlite") || (data2 === "postgres")) || (data2 === "rest"))){
const err7 = {instancePath:instancePath+"/catalog/type",schemaPath:"#/properties/catalog/properties/type/enum",keyword:"enum",params:{allowedValues: schema61.properties.catalog.properties.type.enum},message:"must be equal to one of the allowed values",schema:schema61.properties.catalog.properties.type.enum,parentSchema:schema61.properties.catalog.properties.type,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data1.url !== undefined){
let data3 = data1.url;
if(typeof data3 !== "string"){
const err8 = {instancePath:instancePath+"/catalog/url",schemaPath:"#/properties/catalog/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema61.properties.catalog.properties.url.type,parentSchema:schema61.properties.catalog.properties.url,data:data3};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data1.warehouse !== undefined){
let data4 = data1.warehouse;
if(typeof data4 !== "string"){
const err9 = {instancePath:instancePath+"/catalog/warehouse",schemaPath:"#/properties/catalog/properties/warehouse/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema61.properties.catalog.properties.warehouse.type,parentSchema:schema61.properties.catalog.properties.warehouse,data:data4};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data1.token !== undefined){
let data5 = data1.token;
if(typeof data5 !== "string"){
const err10 = {instancePath:instancePath+"/catalog/token",schemaPath:"#/properties/catalog/properties/token/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema61.properties.catalog.properties.token.type,parentSchema:schema61.properties.catalog.properties.token,data:data5};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data1.credential !== undefined){
let data6 = data1.credential;
if(typeof data6 !== "string"){
const err11 = {instancePath:instancePath+"/catalog/credential",schemaPath:"#/properties/catalog/properties/credential/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema61.properties.catalog.properties.credential.type,parentSchema:schema61.properties.catalog.properties.credential,data:data6};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data1.headers !== undefined){
let data7 = data1.headers;
if((!(data7 && typeof data7 == "object" && !Array.isArray(data7))) && (data7 !== null)){
const err12 = {instancePath:instancePath+"/catalog/headers",schemaPath:"#/properties/catalog/properties/headers/type",keyword:"type",params:{type: schema61.properties.catalog.properties.headers.type},message:"must be object,null",schema:schema61.properties.catalog.properties.headers.type,parentSchema:schema61.properties.catalog.properties.headers,data:data7};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
for(const key2 in data7){
let data8 = data7[key2];
if(typeof data8 !== "string"){
const err13 = {instancePath:instancePath+"/catalog/headers/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/catalog/properties/headers/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema61.properties.catalog.properties.headers.additionalProperties.type,parentSchema:schema61.properties.catalog.properties.headers.additionalProperties,data:data8};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
}
}
}
}
else {
const err14 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema61.type,parentSchema:schema61,data};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
validate145.errors = vErrors;
return errors === 0;
}
validate145.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema62 = {"type":["object","null"],"additionalProperties":{"type":"object","properties":{"type":{"type":"string","enum":["duckdb","trino"],"description":"Kind of engine."},"memory":{"type":["string","number"],"description":"Memory limit: 8GB."},"threads":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Number of threads."},"url":{"type":"string","description":"Where it is."},"catalog":{"type":"string","description":"Catalog of the lakehouse."},"user":{"type":"string","description":"User."}},"required":["type"],"additionalProperties":false},"description":"Engines by name; default is used unless a compute says otherwise."};

function validate147(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate147.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if((!(data && typeof data == "object" && !Array.isArray(data))) && (data !== null)){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema62.type},message:"must be object,null",schema:schema62.type,parentSchema:schema62,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
let data0 = data[key0];
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if(data0.type === undefined){
const err1 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema62.additionalProperties.required,parentSchema:schema62.additionalProperties,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key1 in data0){
if(!((((((key1 === "type") || (key1 === "memory")) || (key1 === "threads")) || (key1 === "url")) || (key1 === "catalog")) || (key1 === "user"))){
const err2 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema62.additionalProperties,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data0.type !== undefined){
let data1 = data0.type;
if(typeof data1 !== "string"){
const err3 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/type",schemaPath:"#/additionalProperties/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema62.additionalProperties.properties.type.type,parentSchema:schema62.additionalProperties.properties.type,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(!((data1 === "duckdb") || (data1 === "trino"))){
const err4 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/type",schemaPath:"#/additionalProperties/properties/type/enum",keyword:"enum",params:{allowedValues: schema62.additionalProperties.properties.type.enum},message:"must be equal to one of the allowed values",schema:schema62.additionalProperties.properties.type.enum,parentSchema:schema62.additionalProperties.properties.type,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data0.memory !== undefined){
let data2 = data0.memory;
if((typeof data2 !== "string") && (!((typeof data2 == "number") && (isFinite(data2))))){
const err5 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/memory",schemaPath:"#/additionalProperties/properties/memory/type",keyword:"type",params:{type: schema62.additionalProperties.properties.memory.type},message:"must be string,number",schema:schema62.additionalProperties.properties.memory.type,parentSchema:schema62.additionalProperties.properties.memory,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data0.threads !== undefined){
let data3 = data0.threads;
if((!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))) && (typeof data3 !== "string")){
const err6 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/threads",schemaPath:"#/additionalProperties/properties/threads/type",keyword:"type",params:{type: schema62.additionalProperties.properties.threads.type},message:"must be integer,string",schema:schema62.additionalProperties.properties.threads.type,parentSchema:schema62.additionalProperties.properties.threads,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(typeof data3 === "string"){
if(!pattern16.test(data3)){
const err7 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/threads",schemaPath:"#/additionalProperties/properties/threads/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+$"},message:"must match pattern \""+"^-?[0-9]+$"+"\"",schema:"^-?[0-9]+$",parentSchema:schema62.additionalProperties.properties.threads,data:data3};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
if(data0.url !== undefined){
let data4 = data0.url;
if(typeof data4 !== "string"){
const err8 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/url",schemaPath:"#/additionalProperties/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema62.additionalProperties.properties.url.type,parentSchema:schema62.additionalProperties.properties.url,data:data4};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data0.catalog !== undefined){
let data5 = data0.catalog;
if(typeof data5 !== "string"){
const err9 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/catalog",schemaPath:"#/additionalProperties/properties/catalog/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema62.additionalProperties.properties.catalog.type,parentSchema:schema62.additionalProperties.properties.catalog,data:data5};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data0.user !== undefined){
let data6 = data0.user;
if(typeof data6 !== "string"){
const err10 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/user",schemaPath:"#/additionalProperties/properties/user/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema62.additionalProperties.properties.user.type,parentSchema:schema62.additionalProperties.properties.user,data:data6};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema62.additionalProperties.type,parentSchema:schema62.additionalProperties,data:data0};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
validate147.errors = vErrors;
return errors === 0;
}
validate147.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema63 = {"type":["object","null"],"additionalProperties":{"type":"string"},"description":"Compute names of manifests and the engine each means."};

function validate149(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate149.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if((!(data && typeof data == "object" && !Array.isArray(data))) && (data !== null)){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema63.type},message:"must be object,null",schema:schema63.type,parentSchema:schema63,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
let data0 = data[key0];
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema63.additionalProperties.type,parentSchema:schema63.additionalProperties,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
validate149.errors = vErrors;
return errors === 0;
}
validate149.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema64 = {"type":["object","null"],"additionalProperties":{"type":"object","properties":{"type":{"type":"string","pattern":"\\S","description":"FILE, LAKEHOUSE or a depot type."},"path":{"type":"string","description":"Folder of a FILE depot."},"format":{"type":"string","description":"Format of its files."}},"required":["type"],"additionalProperties":false},"description":"Where depots live here."};

function validate151(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate151.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if((!(data && typeof data == "object" && !Array.isArray(data))) && (data !== null)){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema64.type},message:"must be object,null",schema:schema64.type,parentSchema:schema64,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
let data0 = data[key0];
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if(data0.type === undefined){
const err1 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema64.additionalProperties.required,parentSchema:schema64.additionalProperties,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key1 in data0){
if(!(((key1 === "type") || (key1 === "path")) || (key1 === "format"))){
const err2 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema64.additionalProperties,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data0.type !== undefined){
let data1 = data0.type;
if(typeof data1 === "string"){
if(!pattern3.test(data1)){
const err3 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/type",schemaPath:"#/additionalProperties/properties/type/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema64.additionalProperties.properties.type,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/type",schemaPath:"#/additionalProperties/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema64.additionalProperties.properties.type.type,parentSchema:schema64.additionalProperties.properties.type,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data0.path !== undefined){
let data2 = data0.path;
if(typeof data2 !== "string"){
const err5 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/path",schemaPath:"#/additionalProperties/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema64.additionalProperties.properties.path.type,parentSchema:schema64.additionalProperties.properties.path,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data0.format !== undefined){
let data3 = data0.format;
if(typeof data3 !== "string"){
const err6 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/format",schemaPath:"#/additionalProperties/properties/format/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema64.additionalProperties.properties.format.type,parentSchema:schema64.additionalProperties.properties.format,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
else {
const err7 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema64.additionalProperties.type,parentSchema:schema64.additionalProperties,data:data0};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
validate151.errors = vErrors;
return errors === 0;
}
validate151.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema65 = {"type":["object","null"],"additionalProperties":{"type":"object","properties":{"tags":{"type":["array","null"],"items":{"type":"string"},"description":"Tags such as roles:id:pii-reader."}},"additionalProperties":false},"description":"Readers and their tags."};

function validate153(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate153.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if((!(data && typeof data == "object" && !Array.isArray(data))) && (data !== null)){
const err0 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: schema65.type},message:"must be object,null",schema:schema65.type,parentSchema:schema65,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
let data0 = data[key0];
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
for(const key1 in data0){
if(!(key1 === "tags")){
const err1 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema65.additionalProperties,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data0.tags !== undefined){
let data1 = data0.tags;
if((!(Array.isArray(data1))) && (data1 !== null)){
const err2 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/tags",schemaPath:"#/additionalProperties/properties/tags/type",keyword:"type",params:{type: schema65.additionalProperties.properties.tags.type},message:"must be array,null",schema:schema65.additionalProperties.properties.tags.type,parentSchema:schema65.additionalProperties.properties.tags,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(Array.isArray(data1)){
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
if(typeof data2 !== "string"){
const err3 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1")+"/tags/" + i0,schemaPath:"#/additionalProperties/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema65.additionalProperties.properties.tags.items.type,parentSchema:schema65.additionalProperties.properties.tags.items,data:data2};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
}
}
else {
const err4 = {instancePath:instancePath+"/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema65.additionalProperties.type,parentSchema:schema65.additionalProperties,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
validate153.errors = vErrors;
return errors === 0;
}
validate153.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema66 = {"type":"object","properties":{"failedAssertions":{"type":"string","enum":["fail","warn"],"description":"What a failed stand-alone assertion does to its node. Default: fail."}},"additionalProperties":false,"description":"Checks."};

function validate155(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate155.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(key0 === "failedAssertions")){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema66,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.failedAssertions !== undefined){
let data0 = data.failedAssertions;
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/failedAssertions",schemaPath:"#/properties/failedAssertions/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema66.properties.failedAssertions.type,parentSchema:schema66.properties.failedAssertions,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(!((data0 === "fail") || (data0 === "warn"))){
const err2 = {instancePath:instancePath+"/failedAssertions",schemaPath:"#/properties/failedAssertions/enum",keyword:"enum",params:{allowedValues: schema66.properties.failedAssertions.enum},message:"must be equal to one of the allowed values",schema:schema66.properties.failedAssertions.enum,parentSchema:schema66.properties.failedAssertions,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
else {
const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema66.type,parentSchema:schema66,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
validate155.errors = vErrors;
return errors === 0;
}
validate155.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema67 = {"type":"object","properties":{"strict":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Refuse more ways in which masks leak. Default: false."}},"additionalProperties":false,"description":"Masking."};

function validate157(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate157.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(key0 === "strict")){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema67,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.strict !== undefined){
let data0 = data.strict;
if((typeof data0 !== "boolean") && (typeof data0 !== "string")){
const err1 = {instancePath:instancePath+"/strict",schemaPath:"#/properties/strict/type",keyword:"type",params:{type: schema67.properties.strict.type},message:"must be boolean,string",schema:schema67.properties.strict.type,parentSchema:schema67.properties.strict,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(typeof data0 === "string"){
if(!pattern11.test(data0)){
const err2 = {instancePath:instancePath+"/strict",schemaPath:"#/properties/strict/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema67.properties.strict,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
}
else {
const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema67.type,parentSchema:schema67,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
validate157.errors = vErrors;
return errors === 0;
}
validate157.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

const schema68 = {"type":"object","properties":{"resources":{"type":["array","null"],"items":{"type":"string"},"description":"Folders or files that hold manifests. Default: every YAML file of the tree that has a type and a name."},"variables":{"type":["object","null"],"additionalProperties":{"type":["string","number","boolean","null"]},"description":"Values of ${NAME} in manifests; lowest rank."},"paths":{"type":["object","null"],"additionalProperties":{"type":"string"},"description":"Path prefixes of manifests and where they live here."},"lakehouse":{"type":"object","properties":{"warehouse":{"type":"string","description":"Folder or address of the tables."},"catalog":{"type":["string","object"],"pattern":"^(?:sqlite|postgres|rest)$","properties":{"type":{"type":"string","enum":["sqlite","postgres","rest"],"description":"Kind of catalog."},"url":{"type":"string","description":"Of postgres: postgres://user:password@host:port/database, where all state of the project lives then. Of rest: the address below which /v1 is."},"warehouse":{"type":"string","description":"Of rest: the warehouse to ask the server for."},"token":{"type":"string","description":"Of rest: a bearer token."},"credential":{"type":"string","description":"Of rest: client id and secret, joined by a colon, which are exchanged for a token."},"headers":{"type":["object","null"],"additionalProperties":{"type":"string"},"description":"Of rest: headers of every request."}},"required":["type"],"additionalProperties":false,"description":"Where tables are registered: sqlite, or a mapping for postgres and rest."}},"additionalProperties":false,"description":"Iceberg tables."},"engines":{"type":["object","null"],"additionalProperties":{"type":"object","properties":{"type":{"type":"string","enum":["duckdb","trino"],"description":"Kind of engine."},"memory":{"type":["string","number"],"description":"Memory limit: 8GB."},"threads":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Number of threads."},"url":{"type":"string","description":"Where it is."},"catalog":{"type":"string","description":"Catalog of the lakehouse."},"user":{"type":"string","description":"User."}},"required":["type"],"additionalProperties":false},"description":"Engines by name; default is used unless a compute says otherwise."},"computes":{"type":["object","null"],"additionalProperties":{"type":"string"},"description":"Compute names of manifests and the engine each means."},"depots":{"type":["object","null"],"additionalProperties":{"type":"object","properties":{"type":{"type":"string","pattern":"\\S","description":"FILE, LAKEHOUSE or a depot type."},"path":{"type":"string","description":"Folder of a FILE depot."},"format":{"type":"string","description":"Format of its files."}},"required":["type"],"additionalProperties":false},"description":"Where depots live here."},"users":{"type":["object","null"],"additionalProperties":{"type":"object","properties":{"tags":{"type":["array","null"],"items":{"type":"string"},"description":"Tags such as roles:id:pii-reader."}},"additionalProperties":false},"description":"Readers and their tags."},"quality":{"type":"object","properties":{"failedAssertions":{"type":"string","enum":["fail","warn"],"description":"What a failed stand-alone assertion does to its node. Default: fail."}},"additionalProperties":false,"description":"Checks."},"masking":{"type":"object","properties":{"strict":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Refuse more ways in which masks leak. Default: false."}},"additionalProperties":false,"description":"Masking."}},"additionalProperties":false};

function validate159(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate159.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(func1.call(schema68.properties, key0))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema68,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.resources !== undefined){
let data0 = data.resources;
if((!(Array.isArray(data0))) && (data0 !== null)){
const err1 = {instancePath:instancePath+"/resources",schemaPath:"#/properties/resources/type",keyword:"type",params:{type: schema68.properties.resources.type},message:"must be array,null",schema:schema68.properties.resources.type,parentSchema:schema68.properties.resources,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(typeof data1 !== "string"){
const err2 = {instancePath:instancePath+"/resources/" + i0,schemaPath:"#/properties/resources/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema68.properties.resources.items.type,parentSchema:schema68.properties.resources.items,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
}
if(data.variables !== undefined){
let data2 = data.variables;
if((!(data2 && typeof data2 == "object" && !Array.isArray(data2))) && (data2 !== null)){
const err3 = {instancePath:instancePath+"/variables",schemaPath:"#/properties/variables/type",keyword:"type",params:{type: schema68.properties.variables.type},message:"must be object,null",schema:schema68.properties.variables.type,parentSchema:schema68.properties.variables,data:data2};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
for(const key1 in data2){
let data3 = data2[key1];
if((((typeof data3 !== "string") && (!((typeof data3 == "number") && (isFinite(data3))))) && (typeof data3 !== "boolean")) && (data3 !== null)){
const err4 = {instancePath:instancePath+"/variables/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/variables/additionalProperties/type",keyword:"type",params:{type: schema68.properties.variables.additionalProperties.type},message:"must be string,number,boolean,null",schema:schema68.properties.variables.additionalProperties.type,parentSchema:schema68.properties.variables.additionalProperties,data:data3};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
}
if(data.paths !== undefined){
let data4 = data.paths;
if((!(data4 && typeof data4 == "object" && !Array.isArray(data4))) && (data4 !== null)){
const err5 = {instancePath:instancePath+"/paths",schemaPath:"#/properties/paths/type",keyword:"type",params:{type: schema68.properties.paths.type},message:"must be object,null",schema:schema68.properties.paths.type,parentSchema:schema68.properties.paths,data:data4};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
for(const key2 in data4){
let data5 = data4[key2];
if(typeof data5 !== "string"){
const err6 = {instancePath:instancePath+"/paths/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/paths/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema68.properties.paths.additionalProperties.type,parentSchema:schema68.properties.paths.additionalProperties,data:data5};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
}
if(data.lakehouse !== undefined){
let data6 = data.lakehouse;
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
for(const key3 in data6){
if(!((key3 === "warehouse") || (key3 === "catalog"))){
const err7 = {instancePath:instancePath+"/lakehouse",schemaPath:"#/properties/lakehouse/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema68.properties.lakehouse,data:data6};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data6.warehouse !== undefined){
let data7 = data6.warehouse;
if(typeof data7 !== "string"){
const err8 = {instancePath:instancePath+"/lakehouse/warehouse",schemaPath:"#/properties/lakehouse/properties/warehouse/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema68.properties.lakehouse.properties.warehouse.type,parentSchema:schema68.properties.lakehouse.properties.warehouse,data:data7};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data6.catalog !== undefined){
let data8 = data6.catalog;
if((typeof data8 !== "string") && (!(data8 && typeof data8 == "object" && !Array.isArray(data8)))){
const err9 = {instancePath:instancePath+"/lakehouse/catalog",schemaPath:"#/properties/lakehouse/properties/catalog/type",keyword:"type",params:{type: schema68.properties.lakehouse.properties.catalog.type},message:"must be string,object",schema:schema68.properties.lakehouse.properties.catalog.type,parentSchema:schema68.properties.lakehouse.properties.catalog,data:data8};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(typeof data8 === "string"){
if(!pattern71.test(data8)){
const err10 = {instancePath:instancePath+"/lakehouse/catalog",schemaPath:"#/properties/lakehouse/properties/catalog/pattern",keyword:"pattern",params:{pattern: "^(?:sqlite|postgres|rest)$"},message:"must match pattern \""+"^(?:sqlite|postgres|rest)$"+"\"",schema:"^(?:sqlite|postgres|rest)$",parentSchema:schema68.properties.lakehouse.properties.catalog,data:data8};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
if(data8.type === undefined){
const err11 = {instancePath:instancePath+"/lakehouse/catalog",schemaPath:"#/properties/lakehouse/properties/catalog/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema68.properties.lakehouse.properties.catalog.required,parentSchema:schema68.properties.lakehouse.properties.catalog,data:data8};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
for(const key4 in data8){
if(!((((((key4 === "type") || (key4 === "url")) || (key4 === "warehouse")) || (key4 === "token")) || (key4 === "credential")) || (key4 === "headers"))){
const err12 = {instancePath:instancePath+"/lakehouse/catalog",schemaPath:"#/properties/lakehouse/properties/catalog/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema68.properties.lakehouse.properties.catalog,data:data8};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data8.type !== undefined){
let data9 = data8.type;
if(typeof data9 !== "string"){
const err13 = {instancePath:instancePath+"/lakehouse/catalog/type",schemaPath:"#/properties/lakehouse/properties/catalog/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema68.properties.lakehouse.properties.catalog.properties.type.type,parentSchema:schema68.properties.lakehouse.properties.catalog.properties.type,data:data9};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(!(((data9 === "sqlite") || (data9 === "postgres")) || (data9 === "rest"))){
const err14 = {instancePath:instancePath+"/lakehouse/catalog/type",schemaPath:"#/properties/lakehouse/properties/catalog/properties/type/enum",keyword:"enum",params:{allowedValues: schema68.properties.lakehouse.properties.catalog.properties.type.enum},message:"must be equal to one of the allowed values",schema:schema68.properties.lakehouse.properties.catalog.properties.type.enum,parentSchema:schema68.properties.lakehouse.properties.catalog.properties.type,data:data9};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data8.url !== undefined){
let data10 = data8.url;
if(typeof data10 !== "string"){
const err15 = {instancePath:instancePath+"/lakehouse/catalog/url",schemaPath:"#/properties/lakehouse/properties/catalog/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema68.properties.lakehouse.properties.catalog.properties.url.type,parentSchema:schema68.properties.lakehouse.properties.catalog.properties.url,data:data10};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data8.warehouse !== undefined){
let data11 = data8.warehouse;
if(typeof data11 !== "string"){
const err16 = {instancePath:instancePath+"/lakehouse/catalog/warehouse",schemaPath:"#/properties/lakehouse/properties/catalog/properties/warehouse/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema68.properties.lakehouse.properties.catalog.properties.warehouse.type,parentSchema:schema68.properties.lakehouse.properties.catalog.properties.warehouse,data:data11};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data8.token !== undefined){
let data12 = data8.token;
if(typeof data12 !== "string"){
const err17 = {instancePath:instancePath+"/lakehouse/catalog/token",schemaPath:"#/properties/lakehouse/properties/catalog/properties/token/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema68.properties.lakehouse.properties.catalog.properties.token.type,parentSchema:schema68.properties.lakehouse.properties.catalog.properties.token,data:data12};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data8.credential !== undefined){
let data13 = data8.credential;
if(typeof data13 !== "string"){
const err18 = {instancePath:instancePath+"/lakehouse/catalog/credential",schemaPath:"#/properties/lakehouse/properties/catalog/properties/credential/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema68.properties.lakehouse.properties.catalog.properties.credential.type,parentSchema:schema68.properties.lakehouse.properties.catalog.properties.credential,data:data13};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data8.headers !== undefined){
let data14 = data8.headers;
if((!(data14 && typeof data14 == "object" && !Array.isArray(data14))) && (data14 !== null)){
const err19 = {instancePath:instancePath+"/lakehouse/catalog/headers",schemaPath:"#/properties/lakehouse/properties/catalog/properties/headers/type",keyword:"type",params:{type: schema68.properties.lakehouse.properties.catalog.properties.headers.type},message:"must be object,null",schema:schema68.properties.lakehouse.properties.catalog.properties.headers.type,parentSchema:schema68.properties.lakehouse.properties.catalog.properties.headers,data:data14};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if(data14 && typeof data14 == "object" && !Array.isArray(data14)){
for(const key5 in data14){
let data15 = data14[key5];
if(typeof data15 !== "string"){
const err20 = {instancePath:instancePath+"/lakehouse/catalog/headers/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/lakehouse/properties/catalog/properties/headers/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema68.properties.lakehouse.properties.catalog.properties.headers.additionalProperties.type,parentSchema:schema68.properties.lakehouse.properties.catalog.properties.headers.additionalProperties,data:data15};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
}
}
}
}
else {
const err21 = {instancePath:instancePath+"/lakehouse",schemaPath:"#/properties/lakehouse/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema68.properties.lakehouse.type,parentSchema:schema68.properties.lakehouse,data:data6};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.engines !== undefined){
let data16 = data.engines;
if((!(data16 && typeof data16 == "object" && !Array.isArray(data16))) && (data16 !== null)){
const err22 = {instancePath:instancePath+"/engines",schemaPath:"#/properties/engines/type",keyword:"type",params:{type: schema68.properties.engines.type},message:"must be object,null",schema:schema68.properties.engines.type,parentSchema:schema68.properties.engines,data:data16};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(data16 && typeof data16 == "object" && !Array.isArray(data16)){
for(const key6 in data16){
let data17 = data16[key6];
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
if(data17.type === undefined){
const err23 = {instancePath:instancePath+"/engines/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/engines/additionalProperties/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema68.properties.engines.additionalProperties.required,parentSchema:schema68.properties.engines.additionalProperties,data:data17};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
for(const key7 in data17){
if(!((((((key7 === "type") || (key7 === "memory")) || (key7 === "threads")) || (key7 === "url")) || (key7 === "catalog")) || (key7 === "user"))){
const err24 = {instancePath:instancePath+"/engines/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/engines/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties",schema:false,parentSchema:schema68.properties.engines.additionalProperties,data:data17};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data17.type !== undefined){
let data18 = data17.type;
if(typeof data18 !== "string"){
const err25 = {instancePath:instancePath+"/engines/" + key6.replace(/~/g, "~0").replace(/\//g, "~1")+"/type",schemaPath:"#/properties/engines/additionalProperties/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema68.properties.engines.additionalProperties.properties.type.type,parentSchema:schema68.properties.engines.additionalProperties.properties.type,data:data18};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
if(!((data18 === "duckdb") || (data18 === "trino"))){
const err26 = {instancePath:instancePath+"/engines/" + key6.replace(/~/g, "~0").replace(/\//g, "~1")+"/type",schemaPath:"#/properties/engines/additionalProperties/properties/type/enum",keyword:"enum",params:{allowedValues: schema68.properties.engines.additionalProperties.properties.type.enum},message:"must be equal to one of the allowed values",schema:schema68.properties.engines.additionalProperties.properties.type.enum,parentSchema:schema68.properties.engines.additionalProperties.properties.type,data:data18};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data17.memory !== undefined){
let data19 = data17.memory;
if((typeof data19 !== "string") && (!((typeof data19 == "number") && (isFinite(data19))))){
const err27 = {instancePath:instancePath+"/engines/" + key6.replace(/~/g, "~0").replace(/\//g, "~1")+"/memory",schemaPath:"#/properties/engines/additionalProperties/properties/memory/type",keyword:"type",params:{type: schema68.properties.engines.additionalProperties.properties.memory.type},message:"must be string,number",schema:schema68.properties.engines.additionalProperties.properties.memory.type,parentSchema:schema68.properties.engines.additionalProperties.properties.memory,data:data19};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data17.threads !== undefined){
let data20 = data17.threads;
if((!(((typeof data20 == "number") && (!(data20 % 1) && !isNaN(data20))) && (isFinite(data20)))) && (typeof data20 !== "string")){
const err28 = {instancePath:instancePath+"/engines/" + key6.replace(/~/g, "~0").replace(/\//g, "~1")+"/threads",schemaPath:"#/properties/engines/additionalProperties/properties/threads/type",keyword:"type",params:{type: schema68.properties.engines.additionalProperties.properties.threads.type},message:"must be integer,string",schema:schema68.properties.engines.additionalProperties.properties.threads.type,parentSchema:schema68.properties.engines.additionalProperties.properties.threads,data:data20};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if(typeof data20 === "string"){
if(!pattern16.test(data20)){
const err29 = {instancePath:instancePath+"/engines/" + key6.replace(/~/g, "~0").replace(/\//g, "~1")+"/threads",schemaPath:"#/properties/engines/additionalProperties/properties/threads/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+$"},message:"must match pattern \""+"^-?[0-9]+$"+"\"",schema:"^-?[0-9]+$",parentSchema:schema68.properties.engines.additionalProperties.properties.threads,data:data20};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
}
if(data17.url !== undefined){
let data21 = data17.url;
if(typeof data21 !== "string"){
const err30 = {instancePath:instancePath+"/engines/" + key6.replace(/~/g, "~0").replace(/\//g, "~1")+"/url",schemaPath:"#/properties/engines/additionalProperties/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema68.properties.engines.additionalProperties.properties.url.type,parentSchema:schema68.properties.engines.additionalProperties.properties.url,data:data21};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data17.catalog !== undefined){
let data22 = data17.catalog;
if(typeof data22 !== "string"){
const err31 = {instancePath:instancePath+"/engines/" + key6.replace(/~/g, "~0").replace(/\//g, "~1")+"/catalog",schemaPath:"#/properties/engines/additionalProperties/properties/catalog/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema68.properties.engines.additionalProperties.properties.catalog.type,parentSchema:schema68.properties.engines.additionalProperties.properties.catalog,data:data22};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data17.user !== undefined){
let data23 = data17.user;
if(typeof data23 !== "string"){
const err32 = {instancePath:instancePath+"/engines/" + key6.replace(/~/g, "~0").replace(/\//g, "~1")+"/user",schemaPath:"#/properties/engines/additionalProperties/properties/user/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema68.properties.engines.additionalProperties.properties.user.type,parentSchema:schema68.properties.engines.additionalProperties.properties.user,data:data23};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
}
else {
const err33 = {instancePath:instancePath+"/engines/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/engines/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema68.properties.engines.additionalProperties.type,parentSchema:schema68.properties.engines.additionalProperties,data:data17};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
}
}
if(data.computes !== undefined){
let data24 = data.computes;
if((!(data24 && typeof data24 == "object" && !Array.isArray(data24))) && (data24 !== null)){
const err34 = {instancePath:instancePath+"/computes",schemaPath:"#/properties/computes/type",keyword:"type",params:{type: schema68.properties.computes.type},message:"must be object,null",schema:schema68.properties.computes.type,parentSchema:schema68.properties.computes,data:data24};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if(data24 && typeof data24 == "object" && !Array.isArray(data24)){
for(const key8 in data24){
let data25 = data24[key8];
if(typeof data25 !== "string"){
const err35 = {instancePath:instancePath+"/computes/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/computes/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema68.properties.computes.additionalProperties.type,parentSchema:schema68.properties.computes.additionalProperties,data:data25};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
}
}
if(data.depots !== undefined){
let data26 = data.depots;
if((!(data26 && typeof data26 == "object" && !Array.isArray(data26))) && (data26 !== null)){
const err36 = {instancePath:instancePath+"/depots",schemaPath:"#/properties/depots/type",keyword:"type",params:{type: schema68.properties.depots.type},message:"must be object,null",schema:schema68.properties.depots.type,parentSchema:schema68.properties.depots,data:data26};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
if(data26 && typeof data26 == "object" && !Array.isArray(data26)){
for(const key9 in data26){
let data27 = data26[key9];
if(data27 && typeof data27 == "object" && !Array.isArray(data27)){
if(data27.type === undefined){
const err37 = {instancePath:instancePath+"/depots/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/depots/additionalProperties/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema68.properties.depots.additionalProperties.required,parentSchema:schema68.properties.depots.additionalProperties,data:data27};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
for(const key10 in data27){
if(!(((key10 === "type") || (key10 === "path")) || (key10 === "format"))){
const err38 = {instancePath:instancePath+"/depots/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/depots/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties",schema:false,parentSchema:schema68.properties.depots.additionalProperties,data:data27};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data27.type !== undefined){
let data28 = data27.type;
if(typeof data28 === "string"){
if(!pattern3.test(data28)){
const err39 = {instancePath:instancePath+"/depots/" + key9.replace(/~/g, "~0").replace(/\//g, "~1")+"/type",schemaPath:"#/properties/depots/additionalProperties/properties/type/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema68.properties.depots.additionalProperties.properties.type,data:data28};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
else {
const err40 = {instancePath:instancePath+"/depots/" + key9.replace(/~/g, "~0").replace(/\//g, "~1")+"/type",schemaPath:"#/properties/depots/additionalProperties/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema68.properties.depots.additionalProperties.properties.type.type,parentSchema:schema68.properties.depots.additionalProperties.properties.type,data:data28};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data27.path !== undefined){
let data29 = data27.path;
if(typeof data29 !== "string"){
const err41 = {instancePath:instancePath+"/depots/" + key9.replace(/~/g, "~0").replace(/\//g, "~1")+"/path",schemaPath:"#/properties/depots/additionalProperties/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema68.properties.depots.additionalProperties.properties.path.type,parentSchema:schema68.properties.depots.additionalProperties.properties.path,data:data29};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data27.format !== undefined){
let data30 = data27.format;
if(typeof data30 !== "string"){
const err42 = {instancePath:instancePath+"/depots/" + key9.replace(/~/g, "~0").replace(/\//g, "~1")+"/format",schemaPath:"#/properties/depots/additionalProperties/properties/format/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema68.properties.depots.additionalProperties.properties.format.type,parentSchema:schema68.properties.depots.additionalProperties.properties.format,data:data30};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
}
else {
const err43 = {instancePath:instancePath+"/depots/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/depots/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema68.properties.depots.additionalProperties.type,parentSchema:schema68.properties.depots.additionalProperties,data:data27};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
}
}
if(data.users !== undefined){
let data31 = data.users;
if((!(data31 && typeof data31 == "object" && !Array.isArray(data31))) && (data31 !== null)){
const err44 = {instancePath:instancePath+"/users",schemaPath:"#/properties/users/type",keyword:"type",params:{type: schema68.properties.users.type},message:"must be object,null",schema:schema68.properties.users.type,parentSchema:schema68.properties.users,data:data31};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
if(data31 && typeof data31 == "object" && !Array.isArray(data31)){
for(const key11 in data31){
let data32 = data31[key11];
if(data32 && typeof data32 == "object" && !Array.isArray(data32)){
for(const key12 in data32){
if(!(key12 === "tags")){
const err45 = {instancePath:instancePath+"/users/" + key11.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/users/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key12},message:"must NOT have additional properties",schema:false,parentSchema:schema68.properties.users.additionalProperties,data:data32};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data32.tags !== undefined){
let data33 = data32.tags;
if((!(Array.isArray(data33))) && (data33 !== null)){
const err46 = {instancePath:instancePath+"/users/" + key11.replace(/~/g, "~0").replace(/\//g, "~1")+"/tags",schemaPath:"#/properties/users/additionalProperties/properties/tags/type",keyword:"type",params:{type: schema68.properties.users.additionalProperties.properties.tags.type},message:"must be array,null",schema:schema68.properties.users.additionalProperties.properties.tags.type,parentSchema:schema68.properties.users.additionalProperties.properties.tags,data:data33};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
if(Array.isArray(data33)){
const len1 = data33.length;
for(let i1=0; i1<len1; i1++){
let data34 = data33[i1];
if(typeof data34 !== "string"){
const err47 = {instancePath:instancePath+"/users/" + key11.replace(/~/g, "~0").replace(/\//g, "~1")+"/tags/" + i1,schemaPath:"#/properties/users/additionalProperties/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema68.properties.users.additionalProperties.properties.tags.items.type,parentSchema:schema68.properties.users.additionalProperties.properties.tags.items,data:data34};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
}
}
}
else {
const err48 = {instancePath:instancePath+"/users/" + key11.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/users/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema68.properties.users.additionalProperties.type,parentSchema:schema68.properties.users.additionalProperties,data:data32};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
}
}
if(data.quality !== undefined){
let data35 = data.quality;
if(data35 && typeof data35 == "object" && !Array.isArray(data35)){
for(const key13 in data35){
if(!(key13 === "failedAssertions")){
const err49 = {instancePath:instancePath+"/quality",schemaPath:"#/properties/quality/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key13},message:"must NOT have additional properties",schema:false,parentSchema:schema68.properties.quality,data:data35};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data35.failedAssertions !== undefined){
let data36 = data35.failedAssertions;
if(typeof data36 !== "string"){
const err50 = {instancePath:instancePath+"/quality/failedAssertions",schemaPath:"#/properties/quality/properties/failedAssertions/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema68.properties.quality.properties.failedAssertions.type,parentSchema:schema68.properties.quality.properties.failedAssertions,data:data36};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
if(!((data36 === "fail") || (data36 === "warn"))){
const err51 = {instancePath:instancePath+"/quality/failedAssertions",schemaPath:"#/properties/quality/properties/failedAssertions/enum",keyword:"enum",params:{allowedValues: schema68.properties.quality.properties.failedAssertions.enum},message:"must be equal to one of the allowed values",schema:schema68.properties.quality.properties.failedAssertions.enum,parentSchema:schema68.properties.quality.properties.failedAssertions,data:data36};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
}
else {
const err52 = {instancePath:instancePath+"/quality",schemaPath:"#/properties/quality/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema68.properties.quality.type,parentSchema:schema68.properties.quality,data:data35};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(data.masking !== undefined){
let data37 = data.masking;
if(data37 && typeof data37 == "object" && !Array.isArray(data37)){
for(const key14 in data37){
if(!(key14 === "strict")){
const err53 = {instancePath:instancePath+"/masking",schemaPath:"#/properties/masking/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key14},message:"must NOT have additional properties",schema:false,parentSchema:schema68.properties.masking,data:data37};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data37.strict !== undefined){
let data38 = data37.strict;
if((typeof data38 !== "boolean") && (typeof data38 !== "string")){
const err54 = {instancePath:instancePath+"/masking/strict",schemaPath:"#/properties/masking/properties/strict/type",keyword:"type",params:{type: schema68.properties.masking.properties.strict.type},message:"must be boolean,string",schema:schema68.properties.masking.properties.strict.type,parentSchema:schema68.properties.masking.properties.strict,data:data38};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
if(typeof data38 === "string"){
if(!pattern11.test(data38)){
const err55 = {instancePath:instancePath+"/masking/strict",schemaPath:"#/properties/masking/properties/strict/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema68.properties.masking.properties.strict,data:data38};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
}
}
else {
const err56 = {instancePath:instancePath+"/masking",schemaPath:"#/properties/masking/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema68.properties.masking.type,parentSchema:schema68.properties.masking,data:data37};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
}
else {
const err57 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema68.type,parentSchema:schema68,data};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
validate159.errors = vErrors;
return errors === 0;
}
validate159.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate138(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="project.schema.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate138.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema57.required,parentSchema:schema57,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(func1.call(schema57.properties, key0))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema57,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern3.test(data0)){
const err2 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema57.properties.name,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema57.properties.name.type,parentSchema:schema57.properties.name,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.resources !== undefined){
if(!(validate139(data.resources, {instancePath:instancePath+"/resources",parentData:data,parentDataProperty:"resources",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate139.errors : vErrors.concat(validate139.errors);
errors = vErrors.length;
}
}
if(data.variables !== undefined){
if(!(validate141(data.variables, {instancePath:instancePath+"/variables",parentData:data,parentDataProperty:"variables",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate141.errors : vErrors.concat(validate141.errors);
errors = vErrors.length;
}
}
if(data.paths !== undefined){
if(!(validate143(data.paths, {instancePath:instancePath+"/paths",parentData:data,parentDataProperty:"paths",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate143.errors : vErrors.concat(validate143.errors);
errors = vErrors.length;
}
}
if(data.lakehouse !== undefined){
if(!(validate145(data.lakehouse, {instancePath:instancePath+"/lakehouse",parentData:data,parentDataProperty:"lakehouse",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate145.errors : vErrors.concat(validate145.errors);
errors = vErrors.length;
}
}
if(data.engines !== undefined){
if(!(validate147(data.engines, {instancePath:instancePath+"/engines",parentData:data,parentDataProperty:"engines",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate147.errors : vErrors.concat(validate147.errors);
errors = vErrors.length;
}
}
if(data.computes !== undefined){
if(!(validate149(data.computes, {instancePath:instancePath+"/computes",parentData:data,parentDataProperty:"computes",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate149.errors : vErrors.concat(validate149.errors);
errors = vErrors.length;
}
}
if(data.depots !== undefined){
if(!(validate151(data.depots, {instancePath:instancePath+"/depots",parentData:data,parentDataProperty:"depots",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate151.errors : vErrors.concat(validate151.errors);
errors = vErrors.length;
}
}
if(data.users !== undefined){
if(!(validate153(data.users, {instancePath:instancePath+"/users",parentData:data,parentDataProperty:"users",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate153.errors : vErrors.concat(validate153.errors);
errors = vErrors.length;
}
}
if(data.quality !== undefined){
if(!(validate155(data.quality, {instancePath:instancePath+"/quality",parentData:data,parentDataProperty:"quality",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate155.errors : vErrors.concat(validate155.errors);
errors = vErrors.length;
}
}
if(data.masking !== undefined){
if(!(validate157(data.masking, {instancePath:instancePath+"/masking",parentData:data,parentDataProperty:"masking",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate157.errors : vErrors.concat(validate157.errors);
errors = vErrors.length;
}
}
if(data.environments !== undefined){
let data11 = data.environments;
if((!(data11 && typeof data11 == "object" && !Array.isArray(data11))) && (data11 !== null)){
const err4 = {instancePath:instancePath+"/environments",schemaPath:"#/properties/environments/type",keyword:"type",params:{type: schema57.properties.environments.type},message:"must be object,null",schema:schema57.properties.environments.type,parentSchema:schema57.properties.environments,data:data11};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
for(const key1 in data11){
if(!(validate159(data11[key1], {instancePath:instancePath+"/environments/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data11,parentDataProperty:key1,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate159.errors : vErrors.concat(validate159.errors);
errors = vErrors.length;
}
}
}
}
}
else {
const err5 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema57.type,parentSchema:schema57,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
validate138.errors = vErrors;
return errors === 0;
}
validate138.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const scanner = validate161;
const schema69 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"scanner.schema.json","title":"Scanner job","description":"The stackSpec of a scanner node: registers the datasets of a depot in the catalog.","type":"object","properties":{"depot":{"type":"string","description":"Depot to scan: an address or a bare name."},"type":{"type":"string","description":"Kind of source. Passed through."},"source":{"type":"string","description":"Name under which results are filed."},"sourceConnection":{"type":["object","null"],"additionalProperties":true,"description":"Connection of a source that is no depot. Not supported."},"sourceConfig":{"type":"object","properties":{"type":{"type":"string"},"config":{"$ref":"#/$defs/config"}},"additionalProperties":false,"description":"What to scan."}},"additionalProperties":false,"$defs":{"filter":{"type":"object","properties":{"includes":{"type":["array","null"],"items":{"type":"string"},"description":"Regular expressions; a name must match one, from its start."},"excludes":{"type":["array","null"],"items":{"type":"string"},"description":"Regular expressions; a name must match none."}},"additionalProperties":false,"description":"Which names are scanned."},"config":{"type":"object","properties":{"type":{"type":"string","description":"Kind of metadata.","examples":["DatabaseMetadata"]},"databaseFilterPattern":{"$ref":"#/$defs/filter"},"schemaFilterPattern":{"$ref":"#/$defs/filter"},"tableFilterPattern":{"$ref":"#/$defs/filter"},"topicFilterPattern":{"$ref":"#/$defs/filter"},"dataProductFilterPattern":{"$ref":"#/$defs/filter"},"dashboardFilterPattern":{"$ref":"#/$defs/filter"},"chartFilterPattern":{"$ref":"#/$defs/filter"},"pipelineFilterPattern":{"$ref":"#/$defs/filter"},"markDeletedTables":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Switch of the scanner."},"markDeletedTopics":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Switch of the scanner."},"markDeletedDataProducts":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Switch of the scanner."},"markDeletedTablesfromFilterOnly":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Switch of the scanner."},"markDeletedDashboards":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Switch of the scanner."},"includeTables":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Switch of the scanner."},"includeViews":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Switch of the scanner."},"includeTags":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Switch of the scanner."},"ingestSampleData":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Switch of the scanner."},"enableDebugLog":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Switch of the scanner."},"useFqnForFiltering":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Switch of the scanner."},"generateSampleData":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Switch of the scanner."}},"additionalProperties":false,"description":"Filters and switches."}}};
const schema70 = {"type":"object","properties":{"type":{"type":"string","description":"Kind of metadata.","examples":["DatabaseMetadata"]},"databaseFilterPattern":{"$ref":"#/$defs/filter"},"schemaFilterPattern":{"$ref":"#/$defs/filter"},"tableFilterPattern":{"$ref":"#/$defs/filter"},"topicFilterPattern":{"$ref":"#/$defs/filter"},"dataProductFilterPattern":{"$ref":"#/$defs/filter"},"dashboardFilterPattern":{"$ref":"#/$defs/filter"},"chartFilterPattern":{"$ref":"#/$defs/filter"},"pipelineFilterPattern":{"$ref":"#/$defs/filter"},"markDeletedTables":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Switch of the scanner."},"markDeletedTopics":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Switch of the scanner."},"markDeletedDataProducts":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Switch of the scanner."},"markDeletedTablesfromFilterOnly":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Switch of the scanner."},"markDeletedDashboards":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Switch of the scanner."},"includeTables":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Switch of the scanner."},"includeViews":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Switch of the scanner."},"includeTags":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Switch of the scanner."},"ingestSampleData":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Switch of the scanner."},"enableDebugLog":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Switch of the scanner."},"useFqnForFiltering":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Switch of the scanner."},"generateSampleData":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Switch of the scanner."}},"additionalProperties":false,"description":"Filters and switches."};
const schema71 = {"type":"object","properties":{"includes":{"type":["array","null"],"items":{"type":"string"},"description":"Regular expressions; a name must match one, from its start."},"excludes":{"type":["array","null"],"items":{"type":"string"},"description":"Regular expressions; a name must match none."}},"additionalProperties":false,"description":"Which names are scanned."};

function validate163(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate163.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((key0 === "includes") || (key0 === "excludes"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema71,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.includes !== undefined){
let data0 = data.includes;
if((!(Array.isArray(data0))) && (data0 !== null)){
const err1 = {instancePath:instancePath+"/includes",schemaPath:"#/properties/includes/type",keyword:"type",params:{type: schema71.properties.includes.type},message:"must be array,null",schema:schema71.properties.includes.type,parentSchema:schema71.properties.includes,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(typeof data1 !== "string"){
const err2 = {instancePath:instancePath+"/includes/" + i0,schemaPath:"#/properties/includes/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema71.properties.includes.items.type,parentSchema:schema71.properties.includes.items,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
}
if(data.excludes !== undefined){
let data2 = data.excludes;
if((!(Array.isArray(data2))) && (data2 !== null)){
const err3 = {instancePath:instancePath+"/excludes",schemaPath:"#/properties/excludes/type",keyword:"type",params:{type: schema71.properties.excludes.type},message:"must be array,null",schema:schema71.properties.excludes.type,parentSchema:schema71.properties.excludes,data:data2};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(Array.isArray(data2)){
const len1 = data2.length;
for(let i1=0; i1<len1; i1++){
let data3 = data2[i1];
if(typeof data3 !== "string"){
const err4 = {instancePath:instancePath+"/excludes/" + i1,schemaPath:"#/properties/excludes/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema71.properties.excludes.items.type,parentSchema:schema71.properties.excludes.items,data:data3};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
}
}
else {
const err5 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema71.type,parentSchema:schema71,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
validate163.errors = vErrors;
return errors === 0;
}
validate163.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate162(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate162.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(func1.call(schema70.properties, key0))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema70,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.type !== undefined){
let data0 = data.type;
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema70.properties.type.type,parentSchema:schema70.properties.type,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.databaseFilterPattern !== undefined){
if(!(validate163(data.databaseFilterPattern, {instancePath:instancePath+"/databaseFilterPattern",parentData:data,parentDataProperty:"databaseFilterPattern",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate163.errors : vErrors.concat(validate163.errors);
errors = vErrors.length;
}
}
if(data.schemaFilterPattern !== undefined){
if(!(validate163(data.schemaFilterPattern, {instancePath:instancePath+"/schemaFilterPattern",parentData:data,parentDataProperty:"schemaFilterPattern",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate163.errors : vErrors.concat(validate163.errors);
errors = vErrors.length;
}
}
if(data.tableFilterPattern !== undefined){
if(!(validate163(data.tableFilterPattern, {instancePath:instancePath+"/tableFilterPattern",parentData:data,parentDataProperty:"tableFilterPattern",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate163.errors : vErrors.concat(validate163.errors);
errors = vErrors.length;
}
}
if(data.topicFilterPattern !== undefined){
if(!(validate163(data.topicFilterPattern, {instancePath:instancePath+"/topicFilterPattern",parentData:data,parentDataProperty:"topicFilterPattern",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate163.errors : vErrors.concat(validate163.errors);
errors = vErrors.length;
}
}
if(data.dataProductFilterPattern !== undefined){
if(!(validate163(data.dataProductFilterPattern, {instancePath:instancePath+"/dataProductFilterPattern",parentData:data,parentDataProperty:"dataProductFilterPattern",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate163.errors : vErrors.concat(validate163.errors);
errors = vErrors.length;
}
}
if(data.dashboardFilterPattern !== undefined){
if(!(validate163(data.dashboardFilterPattern, {instancePath:instancePath+"/dashboardFilterPattern",parentData:data,parentDataProperty:"dashboardFilterPattern",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate163.errors : vErrors.concat(validate163.errors);
errors = vErrors.length;
}
}
if(data.chartFilterPattern !== undefined){
if(!(validate163(data.chartFilterPattern, {instancePath:instancePath+"/chartFilterPattern",parentData:data,parentDataProperty:"chartFilterPattern",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate163.errors : vErrors.concat(validate163.errors);
errors = vErrors.length;
}
}
if(data.pipelineFilterPattern !== undefined){
if(!(validate163(data.pipelineFilterPattern, {instancePath:instancePath+"/pipelineFilterPattern",parentData:data,parentDataProperty:"pipelineFilterPattern",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate163.errors : vErrors.concat(validate163.errors);
errors = vErrors.length;
}
}
if(data.markDeletedTables !== undefined){
let data9 = data.markDeletedTables;
if((typeof data9 !== "boolean") && (typeof data9 !== "string")){
const err2 = {instancePath:instancePath+"/markDeletedTables",schemaPath:"#/properties/markDeletedTables/type",keyword:"type",params:{type: schema70.properties.markDeletedTables.type},message:"must be boolean,string",schema:schema70.properties.markDeletedTables.type,parentSchema:schema70.properties.markDeletedTables,data:data9};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(typeof data9 === "string"){
if(!pattern11.test(data9)){
const err3 = {instancePath:instancePath+"/markDeletedTables",schemaPath:"#/properties/markDeletedTables/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema70.properties.markDeletedTables,data:data9};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
if(data.markDeletedTopics !== undefined){
let data10 = data.markDeletedTopics;
if((typeof data10 !== "boolean") && (typeof data10 !== "string")){
const err4 = {instancePath:instancePath+"/markDeletedTopics",schemaPath:"#/properties/markDeletedTopics/type",keyword:"type",params:{type: schema70.properties.markDeletedTopics.type},message:"must be boolean,string",schema:schema70.properties.markDeletedTopics.type,parentSchema:schema70.properties.markDeletedTopics,data:data10};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(typeof data10 === "string"){
if(!pattern11.test(data10)){
const err5 = {instancePath:instancePath+"/markDeletedTopics",schemaPath:"#/properties/markDeletedTopics/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema70.properties.markDeletedTopics,data:data10};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
if(data.markDeletedDataProducts !== undefined){
let data11 = data.markDeletedDataProducts;
if((typeof data11 !== "boolean") && (typeof data11 !== "string")){
const err6 = {instancePath:instancePath+"/markDeletedDataProducts",schemaPath:"#/properties/markDeletedDataProducts/type",keyword:"type",params:{type: schema70.properties.markDeletedDataProducts.type},message:"must be boolean,string",schema:schema70.properties.markDeletedDataProducts.type,parentSchema:schema70.properties.markDeletedDataProducts,data:data11};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(typeof data11 === "string"){
if(!pattern11.test(data11)){
const err7 = {instancePath:instancePath+"/markDeletedDataProducts",schemaPath:"#/properties/markDeletedDataProducts/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema70.properties.markDeletedDataProducts,data:data11};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
if(data.markDeletedTablesfromFilterOnly !== undefined){
let data12 = data.markDeletedTablesfromFilterOnly;
if((typeof data12 !== "boolean") && (typeof data12 !== "string")){
const err8 = {instancePath:instancePath+"/markDeletedTablesfromFilterOnly",schemaPath:"#/properties/markDeletedTablesfromFilterOnly/type",keyword:"type",params:{type: schema70.properties.markDeletedTablesfromFilterOnly.type},message:"must be boolean,string",schema:schema70.properties.markDeletedTablesfromFilterOnly.type,parentSchema:schema70.properties.markDeletedTablesfromFilterOnly,data:data12};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(typeof data12 === "string"){
if(!pattern11.test(data12)){
const err9 = {instancePath:instancePath+"/markDeletedTablesfromFilterOnly",schemaPath:"#/properties/markDeletedTablesfromFilterOnly/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema70.properties.markDeletedTablesfromFilterOnly,data:data12};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
if(data.markDeletedDashboards !== undefined){
let data13 = data.markDeletedDashboards;
if((typeof data13 !== "boolean") && (typeof data13 !== "string")){
const err10 = {instancePath:instancePath+"/markDeletedDashboards",schemaPath:"#/properties/markDeletedDashboards/type",keyword:"type",params:{type: schema70.properties.markDeletedDashboards.type},message:"must be boolean,string",schema:schema70.properties.markDeletedDashboards.type,parentSchema:schema70.properties.markDeletedDashboards,data:data13};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(typeof data13 === "string"){
if(!pattern11.test(data13)){
const err11 = {instancePath:instancePath+"/markDeletedDashboards",schemaPath:"#/properties/markDeletedDashboards/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema70.properties.markDeletedDashboards,data:data13};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
if(data.includeTables !== undefined){
let data14 = data.includeTables;
if((typeof data14 !== "boolean") && (typeof data14 !== "string")){
const err12 = {instancePath:instancePath+"/includeTables",schemaPath:"#/properties/includeTables/type",keyword:"type",params:{type: schema70.properties.includeTables.type},message:"must be boolean,string",schema:schema70.properties.includeTables.type,parentSchema:schema70.properties.includeTables,data:data14};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(typeof data14 === "string"){
if(!pattern11.test(data14)){
const err13 = {instancePath:instancePath+"/includeTables",schemaPath:"#/properties/includeTables/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema70.properties.includeTables,data:data14};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
if(data.includeViews !== undefined){
let data15 = data.includeViews;
if((typeof data15 !== "boolean") && (typeof data15 !== "string")){
const err14 = {instancePath:instancePath+"/includeViews",schemaPath:"#/properties/includeViews/type",keyword:"type",params:{type: schema70.properties.includeViews.type},message:"must be boolean,string",schema:schema70.properties.includeViews.type,parentSchema:schema70.properties.includeViews,data:data15};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if(typeof data15 === "string"){
if(!pattern11.test(data15)){
const err15 = {instancePath:instancePath+"/includeViews",schemaPath:"#/properties/includeViews/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema70.properties.includeViews,data:data15};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
if(data.includeTags !== undefined){
let data16 = data.includeTags;
if((typeof data16 !== "boolean") && (typeof data16 !== "string")){
const err16 = {instancePath:instancePath+"/includeTags",schemaPath:"#/properties/includeTags/type",keyword:"type",params:{type: schema70.properties.includeTags.type},message:"must be boolean,string",schema:schema70.properties.includeTags.type,parentSchema:schema70.properties.includeTags,data:data16};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if(typeof data16 === "string"){
if(!pattern11.test(data16)){
const err17 = {instancePath:instancePath+"/includeTags",schemaPath:"#/properties/includeTags/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema70.properties.includeTags,data:data16};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
if(data.ingestSampleData !== undefined){
let data17 = data.ingestSampleData;
if((typeof data17 !== "boolean") && (typeof data17 !== "string")){
const err18 = {instancePath:instancePath+"/ingestSampleData",schemaPath:"#/properties/ingestSampleData/type",keyword:"type",params:{type: schema70.properties.ingestSampleData.type},message:"must be boolean,string",schema:schema70.properties.ingestSampleData.type,parentSchema:schema70.properties.ingestSampleData,data:data17};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(typeof data17 === "string"){
if(!pattern11.test(data17)){
const err19 = {instancePath:instancePath+"/ingestSampleData",schemaPath:"#/properties/ingestSampleData/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema70.properties.ingestSampleData,data:data17};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
if(data.enableDebugLog !== undefined){
let data18 = data.enableDebugLog;
if((typeof data18 !== "boolean") && (typeof data18 !== "string")){
const err20 = {instancePath:instancePath+"/enableDebugLog",schemaPath:"#/properties/enableDebugLog/type",keyword:"type",params:{type: schema70.properties.enableDebugLog.type},message:"must be boolean,string",schema:schema70.properties.enableDebugLog.type,parentSchema:schema70.properties.enableDebugLog,data:data18};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(typeof data18 === "string"){
if(!pattern11.test(data18)){
const err21 = {instancePath:instancePath+"/enableDebugLog",schemaPath:"#/properties/enableDebugLog/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema70.properties.enableDebugLog,data:data18};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
if(data.useFqnForFiltering !== undefined){
let data19 = data.useFqnForFiltering;
if((typeof data19 !== "boolean") && (typeof data19 !== "string")){
const err22 = {instancePath:instancePath+"/useFqnForFiltering",schemaPath:"#/properties/useFqnForFiltering/type",keyword:"type",params:{type: schema70.properties.useFqnForFiltering.type},message:"must be boolean,string",schema:schema70.properties.useFqnForFiltering.type,parentSchema:schema70.properties.useFqnForFiltering,data:data19};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(typeof data19 === "string"){
if(!pattern11.test(data19)){
const err23 = {instancePath:instancePath+"/useFqnForFiltering",schemaPath:"#/properties/useFqnForFiltering/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema70.properties.useFqnForFiltering,data:data19};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
if(data.generateSampleData !== undefined){
let data20 = data.generateSampleData;
if((typeof data20 !== "boolean") && (typeof data20 !== "string")){
const err24 = {instancePath:instancePath+"/generateSampleData",schemaPath:"#/properties/generateSampleData/type",keyword:"type",params:{type: schema70.properties.generateSampleData.type},message:"must be boolean,string",schema:schema70.properties.generateSampleData.type,parentSchema:schema70.properties.generateSampleData,data:data20};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(typeof data20 === "string"){
if(!pattern11.test(data20)){
const err25 = {instancePath:instancePath+"/generateSampleData",schemaPath:"#/properties/generateSampleData/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema70.properties.generateSampleData,data:data20};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
}
else {
const err26 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema70.type,parentSchema:schema70,data};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
validate162.errors = vErrors;
return errors === 0;
}
validate162.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate161(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="scanner.schema.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate161.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((((key0 === "depot") || (key0 === "type")) || (key0 === "source")) || (key0 === "sourceConnection")) || (key0 === "sourceConfig"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema69,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.depot !== undefined){
let data0 = data.depot;
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/depot",schemaPath:"#/properties/depot/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema69.properties.depot.type,parentSchema:schema69.properties.depot,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.type !== undefined){
let data1 = data.type;
if(typeof data1 !== "string"){
const err2 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema69.properties.type.type,parentSchema:schema69.properties.type,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.source !== undefined){
let data2 = data.source;
if(typeof data2 !== "string"){
const err3 = {instancePath:instancePath+"/source",schemaPath:"#/properties/source/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema69.properties.source.type,parentSchema:schema69.properties.source,data:data2};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.sourceConnection !== undefined){
let data3 = data.sourceConnection;
if((!(data3 && typeof data3 == "object" && !Array.isArray(data3))) && (data3 !== null)){
const err4 = {instancePath:instancePath+"/sourceConnection",schemaPath:"#/properties/sourceConnection/type",keyword:"type",params:{type: schema69.properties.sourceConnection.type},message:"must be object,null",schema:schema69.properties.sourceConnection.type,parentSchema:schema69.properties.sourceConnection,data:data3};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.sourceConfig !== undefined){
let data4 = data.sourceConfig;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
for(const key1 in data4){
if(!((key1 === "type") || (key1 === "config"))){
const err5 = {instancePath:instancePath+"/sourceConfig",schemaPath:"#/properties/sourceConfig/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema69.properties.sourceConfig,data:data4};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data4.type !== undefined){
let data5 = data4.type;
if(typeof data5 !== "string"){
const err6 = {instancePath:instancePath+"/sourceConfig/type",schemaPath:"#/properties/sourceConfig/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema69.properties.sourceConfig.properties.type.type,parentSchema:schema69.properties.sourceConfig.properties.type,data:data5};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data4.config !== undefined){
if(!(validate162(data4.config, {instancePath:instancePath+"/sourceConfig/config",parentData:data4,parentDataProperty:"config",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate162.errors : vErrors.concat(validate162.errors);
errors = vErrors.length;
}
}
}
else {
const err7 = {instancePath:instancePath+"/sourceConfig",schemaPath:"#/properties/sourceConfig/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema69.properties.sourceConfig.type,parentSchema:schema69.properties.sourceConfig,data:data4};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
else {
const err8 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema69.type,parentSchema:schema69,data};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
validate161.errors = vErrors;
return errors === 0;
}
validate161.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const workflow = validate173;
const schema72 = {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"workflow.schema.json","title":"Workflow","description":"A graph of jobs. Each node runs one stack once the nodes it depends on have succeeded.","type":"object","properties":{"name":{"type":"string","pattern":"\\S","description":"Identity within its type and workspace. Lower-case letters, digits and dashes; at most 48 characters."},"version":{"type":"string","description":"Version of the resource type, usually v1."},"type":{"const":"workflow","type":"string","description":"What kind of resource this document describes."},"tags":{"type":["array","null"],"items":{"type":"string"},"description":"Labels."},"description":{"type":["string","null"],"description":"What it is for. May be empty."},"owner":{"type":["string","null"],"description":"Who answers for it. Empty means whoever applies it."},"layer":{"type":"string","description":"user or system.","examples":["user","system"]},"workspace":{"type":"string","description":"Workspace of the resource. Default: public."},"title":{"type":["string","null"],"description":"Title for people."},"runAsUser":{"type":"string","description":"Accepted, has no effect here."},"workflow":{"$ref":"#/$defs/workflow"},"generation":{"description":"Written back by servers; ignored."},"uid":{"description":"Written back by servers; ignored."},"stamp":{"description":"Written back by servers; ignored."},"created":{"description":"Written back by servers; ignored."},"status":{"description":"Written back by servers; ignored."},"runtime":{"description":"Written back by servers; ignored."}},"required":["name","version","type","workflow"],"additionalProperties":false,"$defs":{"workflow":{"type":"object","properties":{"title":{"type":["string","null"],"description":"Title for people."},"schedule":{"type":"object","properties":{"cron":{"type":"string","description":"When to start: five fields."},"concurrencyPolicy":{"type":"string","enum":["Allow","Forbid","Replace"],"description":"What happens when the previous run is still going. Default: Allow."},"endOn":{"type":"string","description":"No runs after this instant (RFC 3339)."},"timezone":{"type":"string","description":"Zone in which cron is read. Default: UTC."}},"required":["cron"],"additionalProperties":false,"description":"Makes the workflow start by itself."},"dag":{"type":"array","items":{"$ref":"#/$defs/node"},"description":"The jobs.","minItems":1}},"required":["dag"],"additionalProperties":false,"description":"What the workflow does."},"node":{"type":"object","properties":{"name":{"type":"string","pattern":"\\S","description":"Identity of the job in its workflow."},"title":{"type":["string","null"],"description":"Title for people."},"description":{"type":["string","null"],"description":"What the job does."},"tags":{"type":["array","null"],"items":{"type":"string"},"description":"Labels."},"spec":{"$ref":"#/$defs/spec"},"file":{"type":"string","description":"A file that holds the workflow to run as this node."},"dependencies":{"type":["array","string","null"],"items":{"type":"string"},"description":"Nodes that must succeed first."},"retry":{"type":"object","properties":{"count":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Extra attempts."},"strategy":{"type":"string","description":"When to try again. Default: OnFailure.","examples":["Always","OnFailure","OnError","OnTransientError"]},"duration":{"type":["string","number"],"description":"Wait between attempts."},"maxDuration":{"type":["string","number"],"description":"Longest time for all attempts."}},"additionalProperties":false,"description":"Whether a failed job is tried again."},"gcWhenComplete":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Accepted, has no effect here."}},"required":["name"],"additionalProperties":false},"spec":{"type":"object","properties":{"stack":{"type":"string","pattern":"\\S","description":"What runs the job, with an optional version: flare:7.0."},"compute":{"type":"string","description":"Name of a compute; the project file says which engine it means."},"stackSpec":{"type":"object","description":"Input of the stack. Its own schema describes it."},"flare":{"type":"object","description":"Older name of stackSpec.","deprecated":true},"scanner":{"type":"object","description":"Older name of stackSpec.","deprecated":true},"soda":{"type":"object","deprecated":true},"container":{"type":"object","deprecated":true},"alpha":{"type":"object","deprecated":true},"benthos":{"type":"object","deprecated":true},"name":{"type":"string","description":"Accepted, has no effect."},"title":{"type":["string","null"],"description":"Title for people."},"description":{"type":["string","null"],"description":"What the job does."},"tags":{"type":["array","null"],"items":{"type":"string"},"description":"Labels."},"tier":{"type":"string","description":"Accepted, has no effect.","deprecated":true},"logLevel":{"type":"string","description":"How much the job logs.","examples":["INFO","WARN","DEBUG","ERROR"]},"runAsUser":{"type":"string","description":"Accepted, has no effect here."},"runAsApiKey":{"type":"string","description":"Accepted, has no effect here."},"envs":{"type":["object","null"],"additionalProperties":true,"description":"Environment of the job. Has no effect here."},"configs":{"type":["object","null"],"additionalProperties":true,"description":"Passed through."},"variables":{"type":["object","null"],"additionalProperties":true,"description":"Passed through."},"secrets":{"type":["array","null"],"items":{"type":["string","object"]},"description":"Secrets by name."},"dataosSecrets":{"type":["array","null"],"items":{"type":"object"},"description":"Secrets by reference."},"dataosVolumes":{"type":["array","null"],"items":{"type":"object"},"description":"Accepted, has no effect here."},"persistentVolume":{"type":"object","properties":{"name":{"type":"string"},"directory":{"type":"string"},"readOnly":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Read only."},"subPath":{"type":"string"}},"additionalProperties":false,"description":"Accepted, has no effect here."},"tempVolume":{"type":"string","description":"Accepted, has no effect here."},"resources":{"type":"object","description":"Resource hints. Have no effect here."},"resource":{"type":"object","deprecated":true},"dryRun":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Accepted, has no effect here."},"topology":{"type":["array","object"],"description":"Documentation of inner steps."}},"required":["stack"],"additionalProperties":false,"description":"What the node runs."}}};
const schema73 = {"type":"object","properties":{"title":{"type":["string","null"],"description":"Title for people."},"schedule":{"type":"object","properties":{"cron":{"type":"string","description":"When to start: five fields."},"concurrencyPolicy":{"type":"string","enum":["Allow","Forbid","Replace"],"description":"What happens when the previous run is still going. Default: Allow."},"endOn":{"type":"string","description":"No runs after this instant (RFC 3339)."},"timezone":{"type":"string","description":"Zone in which cron is read. Default: UTC."}},"required":["cron"],"additionalProperties":false,"description":"Makes the workflow start by itself."},"dag":{"type":"array","items":{"$ref":"#/$defs/node"},"description":"The jobs.","minItems":1}},"required":["dag"],"additionalProperties":false,"description":"What the workflow does."};
const schema74 = {"type":"object","properties":{"name":{"type":"string","pattern":"\\S","description":"Identity of the job in its workflow."},"title":{"type":["string","null"],"description":"Title for people."},"description":{"type":["string","null"],"description":"What the job does."},"tags":{"type":["array","null"],"items":{"type":"string"},"description":"Labels."},"spec":{"$ref":"#/$defs/spec"},"file":{"type":"string","description":"A file that holds the workflow to run as this node."},"dependencies":{"type":["array","string","null"],"items":{"type":"string"},"description":"Nodes that must succeed first."},"retry":{"type":"object","properties":{"count":{"type":["integer","string"],"pattern":"^-?[0-9]+$","description":"Extra attempts."},"strategy":{"type":"string","description":"When to try again. Default: OnFailure.","examples":["Always","OnFailure","OnError","OnTransientError"]},"duration":{"type":["string","number"],"description":"Wait between attempts."},"maxDuration":{"type":["string","number"],"description":"Longest time for all attempts."}},"additionalProperties":false,"description":"Whether a failed job is tried again."},"gcWhenComplete":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Accepted, has no effect here."}},"required":["name"],"additionalProperties":false};
const schema75 = {"type":"object","properties":{"stack":{"type":"string","pattern":"\\S","description":"What runs the job, with an optional version: flare:7.0."},"compute":{"type":"string","description":"Name of a compute; the project file says which engine it means."},"stackSpec":{"type":"object","description":"Input of the stack. Its own schema describes it."},"flare":{"type":"object","description":"Older name of stackSpec.","deprecated":true},"scanner":{"type":"object","description":"Older name of stackSpec.","deprecated":true},"soda":{"type":"object","deprecated":true},"container":{"type":"object","deprecated":true},"alpha":{"type":"object","deprecated":true},"benthos":{"type":"object","deprecated":true},"name":{"type":"string","description":"Accepted, has no effect."},"title":{"type":["string","null"],"description":"Title for people."},"description":{"type":["string","null"],"description":"What the job does."},"tags":{"type":["array","null"],"items":{"type":"string"},"description":"Labels."},"tier":{"type":"string","description":"Accepted, has no effect.","deprecated":true},"logLevel":{"type":"string","description":"How much the job logs.","examples":["INFO","WARN","DEBUG","ERROR"]},"runAsUser":{"type":"string","description":"Accepted, has no effect here."},"runAsApiKey":{"type":"string","description":"Accepted, has no effect here."},"envs":{"type":["object","null"],"additionalProperties":true,"description":"Environment of the job. Has no effect here."},"configs":{"type":["object","null"],"additionalProperties":true,"description":"Passed through."},"variables":{"type":["object","null"],"additionalProperties":true,"description":"Passed through."},"secrets":{"type":["array","null"],"items":{"type":["string","object"]},"description":"Secrets by name."},"dataosSecrets":{"type":["array","null"],"items":{"type":"object"},"description":"Secrets by reference."},"dataosVolumes":{"type":["array","null"],"items":{"type":"object"},"description":"Accepted, has no effect here."},"persistentVolume":{"type":"object","properties":{"name":{"type":"string"},"directory":{"type":"string"},"readOnly":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Read only."},"subPath":{"type":"string"}},"additionalProperties":false,"description":"Accepted, has no effect here."},"tempVolume":{"type":"string","description":"Accepted, has no effect here."},"resources":{"type":"object","description":"Resource hints. Have no effect here."},"resource":{"type":"object","deprecated":true},"dryRun":{"type":["boolean","string"],"pattern":"^(?:true|false|True|False|TRUE|FALSE)$","description":"Accepted, has no effect here."},"topology":{"type":["array","object"],"description":"Documentation of inner steps."}},"required":["stack"],"additionalProperties":false,"description":"What the node runs."};

function validate176(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate176.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.stack === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "stack"},message:"must have required property '"+"stack"+"'",schema:schema75.required,parentSchema:schema75,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(func1.call(schema75.properties, key0))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema75,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.stack !== undefined){
let data0 = data.stack;
if(typeof data0 === "string"){
if(!pattern3.test(data0)){
const err2 = {instancePath:instancePath+"/stack",schemaPath:"#/properties/stack/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema75.properties.stack,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/stack",schemaPath:"#/properties/stack/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema75.properties.stack.type,parentSchema:schema75.properties.stack,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.compute !== undefined){
let data1 = data.compute;
if(typeof data1 !== "string"){
const err4 = {instancePath:instancePath+"/compute",schemaPath:"#/properties/compute/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema75.properties.compute.type,parentSchema:schema75.properties.compute,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.stackSpec !== undefined){
let data2 = data.stackSpec;
if(!(data2 && typeof data2 == "object" && !Array.isArray(data2))){
const err5 = {instancePath:instancePath+"/stackSpec",schemaPath:"#/properties/stackSpec/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema75.properties.stackSpec.type,parentSchema:schema75.properties.stackSpec,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.flare !== undefined){
let data3 = data.flare;
if(!(data3 && typeof data3 == "object" && !Array.isArray(data3))){
const err6 = {instancePath:instancePath+"/flare",schemaPath:"#/properties/flare/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema75.properties.flare.type,parentSchema:schema75.properties.flare,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.scanner !== undefined){
let data4 = data.scanner;
if(!(data4 && typeof data4 == "object" && !Array.isArray(data4))){
const err7 = {instancePath:instancePath+"/scanner",schemaPath:"#/properties/scanner/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema75.properties.scanner.type,parentSchema:schema75.properties.scanner,data:data4};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.soda !== undefined){
let data5 = data.soda;
if(!(data5 && typeof data5 == "object" && !Array.isArray(data5))){
const err8 = {instancePath:instancePath+"/soda",schemaPath:"#/properties/soda/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema75.properties.soda.type,parentSchema:schema75.properties.soda,data:data5};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.container !== undefined){
let data6 = data.container;
if(!(data6 && typeof data6 == "object" && !Array.isArray(data6))){
const err9 = {instancePath:instancePath+"/container",schemaPath:"#/properties/container/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema75.properties.container.type,parentSchema:schema75.properties.container,data:data6};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.alpha !== undefined){
let data7 = data.alpha;
if(!(data7 && typeof data7 == "object" && !Array.isArray(data7))){
const err10 = {instancePath:instancePath+"/alpha",schemaPath:"#/properties/alpha/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema75.properties.alpha.type,parentSchema:schema75.properties.alpha,data:data7};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.benthos !== undefined){
let data8 = data.benthos;
if(!(data8 && typeof data8 == "object" && !Array.isArray(data8))){
const err11 = {instancePath:instancePath+"/benthos",schemaPath:"#/properties/benthos/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema75.properties.benthos.type,parentSchema:schema75.properties.benthos,data:data8};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.name !== undefined){
let data9 = data.name;
if(typeof data9 !== "string"){
const err12 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema75.properties.name.type,parentSchema:schema75.properties.name,data:data9};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.title !== undefined){
let data10 = data.title;
if((typeof data10 !== "string") && (data10 !== null)){
const err13 = {instancePath:instancePath+"/title",schemaPath:"#/properties/title/type",keyword:"type",params:{type: schema75.properties.title.type},message:"must be string,null",schema:schema75.properties.title.type,parentSchema:schema75.properties.title,data:data10};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.description !== undefined){
let data11 = data.description;
if((typeof data11 !== "string") && (data11 !== null)){
const err14 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: schema75.properties.description.type},message:"must be string,null",schema:schema75.properties.description.type,parentSchema:schema75.properties.description,data:data11};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.tags !== undefined){
let data12 = data.tags;
if((!(Array.isArray(data12))) && (data12 !== null)){
const err15 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: schema75.properties.tags.type},message:"must be array,null",schema:schema75.properties.tags.type,parentSchema:schema75.properties.tags,data:data12};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(Array.isArray(data12)){
const len0 = data12.length;
for(let i0=0; i0<len0; i0++){
let data13 = data12[i0];
if(typeof data13 !== "string"){
const err16 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema75.properties.tags.items.type,parentSchema:schema75.properties.tags.items,data:data13};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
}
if(data.tier !== undefined){
let data14 = data.tier;
if(typeof data14 !== "string"){
const err17 = {instancePath:instancePath+"/tier",schemaPath:"#/properties/tier/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema75.properties.tier.type,parentSchema:schema75.properties.tier,data:data14};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.logLevel !== undefined){
let data15 = data.logLevel;
if(typeof data15 !== "string"){
const err18 = {instancePath:instancePath+"/logLevel",schemaPath:"#/properties/logLevel/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema75.properties.logLevel.type,parentSchema:schema75.properties.logLevel,data:data15};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.runAsUser !== undefined){
let data16 = data.runAsUser;
if(typeof data16 !== "string"){
const err19 = {instancePath:instancePath+"/runAsUser",schemaPath:"#/properties/runAsUser/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema75.properties.runAsUser.type,parentSchema:schema75.properties.runAsUser,data:data16};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.runAsApiKey !== undefined){
let data17 = data.runAsApiKey;
if(typeof data17 !== "string"){
const err20 = {instancePath:instancePath+"/runAsApiKey",schemaPath:"#/properties/runAsApiKey/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema75.properties.runAsApiKey.type,parentSchema:schema75.properties.runAsApiKey,data:data17};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.envs !== undefined){
let data18 = data.envs;
if((!(data18 && typeof data18 == "object" && !Array.isArray(data18))) && (data18 !== null)){
const err21 = {instancePath:instancePath+"/envs",schemaPath:"#/properties/envs/type",keyword:"type",params:{type: schema75.properties.envs.type},message:"must be object,null",schema:schema75.properties.envs.type,parentSchema:schema75.properties.envs,data:data18};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.configs !== undefined){
let data19 = data.configs;
if((!(data19 && typeof data19 == "object" && !Array.isArray(data19))) && (data19 !== null)){
const err22 = {instancePath:instancePath+"/configs",schemaPath:"#/properties/configs/type",keyword:"type",params:{type: schema75.properties.configs.type},message:"must be object,null",schema:schema75.properties.configs.type,parentSchema:schema75.properties.configs,data:data19};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data.variables !== undefined){
let data20 = data.variables;
if((!(data20 && typeof data20 == "object" && !Array.isArray(data20))) && (data20 !== null)){
const err23 = {instancePath:instancePath+"/variables",schemaPath:"#/properties/variables/type",keyword:"type",params:{type: schema75.properties.variables.type},message:"must be object,null",schema:schema75.properties.variables.type,parentSchema:schema75.properties.variables,data:data20};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data.secrets !== undefined){
let data21 = data.secrets;
if((!(Array.isArray(data21))) && (data21 !== null)){
const err24 = {instancePath:instancePath+"/secrets",schemaPath:"#/properties/secrets/type",keyword:"type",params:{type: schema75.properties.secrets.type},message:"must be array,null",schema:schema75.properties.secrets.type,parentSchema:schema75.properties.secrets,data:data21};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(Array.isArray(data21)){
const len1 = data21.length;
for(let i1=0; i1<len1; i1++){
let data22 = data21[i1];
if((typeof data22 !== "string") && (!(data22 && typeof data22 == "object" && !Array.isArray(data22)))){
const err25 = {instancePath:instancePath+"/secrets/" + i1,schemaPath:"#/properties/secrets/items/type",keyword:"type",params:{type: schema75.properties.secrets.items.type},message:"must be string,object",schema:schema75.properties.secrets.items.type,parentSchema:schema75.properties.secrets.items,data:data22};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
}
if(data.dataosSecrets !== undefined){
let data23 = data.dataosSecrets;
if((!(Array.isArray(data23))) && (data23 !== null)){
const err26 = {instancePath:instancePath+"/dataosSecrets",schemaPath:"#/properties/dataosSecrets/type",keyword:"type",params:{type: schema75.properties.dataosSecrets.type},message:"must be array,null",schema:schema75.properties.dataosSecrets.type,parentSchema:schema75.properties.dataosSecrets,data:data23};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if(Array.isArray(data23)){
const len2 = data23.length;
for(let i2=0; i2<len2; i2++){
let data24 = data23[i2];
if(!(data24 && typeof data24 == "object" && !Array.isArray(data24))){
const err27 = {instancePath:instancePath+"/dataosSecrets/" + i2,schemaPath:"#/properties/dataosSecrets/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema75.properties.dataosSecrets.items.type,parentSchema:schema75.properties.dataosSecrets.items,data:data24};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
}
}
if(data.dataosVolumes !== undefined){
let data25 = data.dataosVolumes;
if((!(Array.isArray(data25))) && (data25 !== null)){
const err28 = {instancePath:instancePath+"/dataosVolumes",schemaPath:"#/properties/dataosVolumes/type",keyword:"type",params:{type: schema75.properties.dataosVolumes.type},message:"must be array,null",schema:schema75.properties.dataosVolumes.type,parentSchema:schema75.properties.dataosVolumes,data:data25};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if(Array.isArray(data25)){
const len3 = data25.length;
for(let i3=0; i3<len3; i3++){
let data26 = data25[i3];
if(!(data26 && typeof data26 == "object" && !Array.isArray(data26))){
const err29 = {instancePath:instancePath+"/dataosVolumes/" + i3,schemaPath:"#/properties/dataosVolumes/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema75.properties.dataosVolumes.items.type,parentSchema:schema75.properties.dataosVolumes.items,data:data26};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
}
}
if(data.persistentVolume !== undefined){
let data27 = data.persistentVolume;
if(data27 && typeof data27 == "object" && !Array.isArray(data27)){
for(const key1 in data27){
if(!((((key1 === "name") || (key1 === "directory")) || (key1 === "readOnly")) || (key1 === "subPath"))){
const err30 = {instancePath:instancePath+"/persistentVolume",schemaPath:"#/properties/persistentVolume/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema75.properties.persistentVolume,data:data27};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data27.name !== undefined){
let data28 = data27.name;
if(typeof data28 !== "string"){
const err31 = {instancePath:instancePath+"/persistentVolume/name",schemaPath:"#/properties/persistentVolume/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema75.properties.persistentVolume.properties.name.type,parentSchema:schema75.properties.persistentVolume.properties.name,data:data28};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data27.directory !== undefined){
let data29 = data27.directory;
if(typeof data29 !== "string"){
const err32 = {instancePath:instancePath+"/persistentVolume/directory",schemaPath:"#/properties/persistentVolume/properties/directory/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema75.properties.persistentVolume.properties.directory.type,parentSchema:schema75.properties.persistentVolume.properties.directory,data:data29};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data27.readOnly !== undefined){
let data30 = data27.readOnly;
if((typeof data30 !== "boolean") && (typeof data30 !== "string")){
const err33 = {instancePath:instancePath+"/persistentVolume/readOnly",schemaPath:"#/properties/persistentVolume/properties/readOnly/type",keyword:"type",params:{type: schema75.properties.persistentVolume.properties.readOnly.type},message:"must be boolean,string",schema:schema75.properties.persistentVolume.properties.readOnly.type,parentSchema:schema75.properties.persistentVolume.properties.readOnly,data:data30};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if(typeof data30 === "string"){
if(!pattern11.test(data30)){
const err34 = {instancePath:instancePath+"/persistentVolume/readOnly",schemaPath:"#/properties/persistentVolume/properties/readOnly/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema75.properties.persistentVolume.properties.readOnly,data:data30};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
}
if(data27.subPath !== undefined){
let data31 = data27.subPath;
if(typeof data31 !== "string"){
const err35 = {instancePath:instancePath+"/persistentVolume/subPath",schemaPath:"#/properties/persistentVolume/properties/subPath/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema75.properties.persistentVolume.properties.subPath.type,parentSchema:schema75.properties.persistentVolume.properties.subPath,data:data31};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
}
else {
const err36 = {instancePath:instancePath+"/persistentVolume",schemaPath:"#/properties/persistentVolume/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema75.properties.persistentVolume.type,parentSchema:schema75.properties.persistentVolume,data:data27};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data.tempVolume !== undefined){
let data32 = data.tempVolume;
if(typeof data32 !== "string"){
const err37 = {instancePath:instancePath+"/tempVolume",schemaPath:"#/properties/tempVolume/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema75.properties.tempVolume.type,parentSchema:schema75.properties.tempVolume,data:data32};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
if(data.resources !== undefined){
let data33 = data.resources;
if(!(data33 && typeof data33 == "object" && !Array.isArray(data33))){
const err38 = {instancePath:instancePath+"/resources",schemaPath:"#/properties/resources/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema75.properties.resources.type,parentSchema:schema75.properties.resources,data:data33};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data.resource !== undefined){
let data34 = data.resource;
if(!(data34 && typeof data34 == "object" && !Array.isArray(data34))){
const err39 = {instancePath:instancePath+"/resource",schemaPath:"#/properties/resource/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema75.properties.resource.type,parentSchema:schema75.properties.resource,data:data34};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data.dryRun !== undefined){
let data35 = data.dryRun;
if((typeof data35 !== "boolean") && (typeof data35 !== "string")){
const err40 = {instancePath:instancePath+"/dryRun",schemaPath:"#/properties/dryRun/type",keyword:"type",params:{type: schema75.properties.dryRun.type},message:"must be boolean,string",schema:schema75.properties.dryRun.type,parentSchema:schema75.properties.dryRun,data:data35};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
if(typeof data35 === "string"){
if(!pattern11.test(data35)){
const err41 = {instancePath:instancePath+"/dryRun",schemaPath:"#/properties/dryRun/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema75.properties.dryRun,data:data35};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
}
if(data.topology !== undefined){
let data36 = data.topology;
if(!data36 || typeof data36 != "object"){
const err42 = {instancePath:instancePath+"/topology",schemaPath:"#/properties/topology/type",keyword:"type",params:{type: schema75.properties.topology.type},message:"must be array,object",schema:schema75.properties.topology.type,parentSchema:schema75.properties.topology,data:data36};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
}
else {
const err43 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema75.type,parentSchema:schema75,data};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
validate176.errors = vErrors;
return errors === 0;
}
validate176.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate175(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate175.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema74.required,parentSchema:schema74,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(func1.call(schema74.properties, key0))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema74,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern3.test(data0)){
const err2 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema74.properties.name,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema74.properties.name.type,parentSchema:schema74.properties.name,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.title !== undefined){
let data1 = data.title;
if((typeof data1 !== "string") && (data1 !== null)){
const err4 = {instancePath:instancePath+"/title",schemaPath:"#/properties/title/type",keyword:"type",params:{type: schema74.properties.title.type},message:"must be string,null",schema:schema74.properties.title.type,parentSchema:schema74.properties.title,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.description !== undefined){
let data2 = data.description;
if((typeof data2 !== "string") && (data2 !== null)){
const err5 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: schema74.properties.description.type},message:"must be string,null",schema:schema74.properties.description.type,parentSchema:schema74.properties.description,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.tags !== undefined){
let data3 = data.tags;
if((!(Array.isArray(data3))) && (data3 !== null)){
const err6 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: schema74.properties.tags.type},message:"must be array,null",schema:schema74.properties.tags.type,parentSchema:schema74.properties.tags,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(Array.isArray(data3)){
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
if(typeof data4 !== "string"){
const err7 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema74.properties.tags.items.type,parentSchema:schema74.properties.tags.items,data:data4};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
}
if(data.spec !== undefined){
if(!(validate176(data.spec, {instancePath:instancePath+"/spec",parentData:data,parentDataProperty:"spec",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate176.errors : vErrors.concat(validate176.errors);
errors = vErrors.length;
}
}
if(data.file !== undefined){
let data6 = data.file;
if(typeof data6 !== "string"){
const err8 = {instancePath:instancePath+"/file",schemaPath:"#/properties/file/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema74.properties.file.type,parentSchema:schema74.properties.file,data:data6};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.dependencies !== undefined){
let data7 = data.dependencies;
if(((!(Array.isArray(data7))) && (typeof data7 !== "string")) && (data7 !== null)){
const err9 = {instancePath:instancePath+"/dependencies",schemaPath:"#/properties/dependencies/type",keyword:"type",params:{type: schema74.properties.dependencies.type},message:"must be array,string,null",schema:schema74.properties.dependencies.type,parentSchema:schema74.properties.dependencies,data:data7};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(Array.isArray(data7)){
const len1 = data7.length;
for(let i1=0; i1<len1; i1++){
let data8 = data7[i1];
if(typeof data8 !== "string"){
const err10 = {instancePath:instancePath+"/dependencies/" + i1,schemaPath:"#/properties/dependencies/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema74.properties.dependencies.items.type,parentSchema:schema74.properties.dependencies.items,data:data8};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
}
if(data.retry !== undefined){
let data9 = data.retry;
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
for(const key1 in data9){
if(!((((key1 === "count") || (key1 === "strategy")) || (key1 === "duration")) || (key1 === "maxDuration"))){
const err11 = {instancePath:instancePath+"/retry",schemaPath:"#/properties/retry/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema74.properties.retry,data:data9};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data9.count !== undefined){
let data10 = data9.count;
if((!(((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10))) && (isFinite(data10)))) && (typeof data10 !== "string")){
const err12 = {instancePath:instancePath+"/retry/count",schemaPath:"#/properties/retry/properties/count/type",keyword:"type",params:{type: schema74.properties.retry.properties.count.type},message:"must be integer,string",schema:schema74.properties.retry.properties.count.type,parentSchema:schema74.properties.retry.properties.count,data:data10};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(typeof data10 === "string"){
if(!pattern16.test(data10)){
const err13 = {instancePath:instancePath+"/retry/count",schemaPath:"#/properties/retry/properties/count/pattern",keyword:"pattern",params:{pattern: "^-?[0-9]+$"},message:"must match pattern \""+"^-?[0-9]+$"+"\"",schema:"^-?[0-9]+$",parentSchema:schema74.properties.retry.properties.count,data:data10};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
if(data9.strategy !== undefined){
let data11 = data9.strategy;
if(typeof data11 !== "string"){
const err14 = {instancePath:instancePath+"/retry/strategy",schemaPath:"#/properties/retry/properties/strategy/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema74.properties.retry.properties.strategy.type,parentSchema:schema74.properties.retry.properties.strategy,data:data11};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data9.duration !== undefined){
let data12 = data9.duration;
if((typeof data12 !== "string") && (!((typeof data12 == "number") && (isFinite(data12))))){
const err15 = {instancePath:instancePath+"/retry/duration",schemaPath:"#/properties/retry/properties/duration/type",keyword:"type",params:{type: schema74.properties.retry.properties.duration.type},message:"must be string,number",schema:schema74.properties.retry.properties.duration.type,parentSchema:schema74.properties.retry.properties.duration,data:data12};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data9.maxDuration !== undefined){
let data13 = data9.maxDuration;
if((typeof data13 !== "string") && (!((typeof data13 == "number") && (isFinite(data13))))){
const err16 = {instancePath:instancePath+"/retry/maxDuration",schemaPath:"#/properties/retry/properties/maxDuration/type",keyword:"type",params:{type: schema74.properties.retry.properties.maxDuration.type},message:"must be string,number",schema:schema74.properties.retry.properties.maxDuration.type,parentSchema:schema74.properties.retry.properties.maxDuration,data:data13};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
else {
const err17 = {instancePath:instancePath+"/retry",schemaPath:"#/properties/retry/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema74.properties.retry.type,parentSchema:schema74.properties.retry,data:data9};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.gcWhenComplete !== undefined){
let data14 = data.gcWhenComplete;
if((typeof data14 !== "boolean") && (typeof data14 !== "string")){
const err18 = {instancePath:instancePath+"/gcWhenComplete",schemaPath:"#/properties/gcWhenComplete/type",keyword:"type",params:{type: schema74.properties.gcWhenComplete.type},message:"must be boolean,string",schema:schema74.properties.gcWhenComplete.type,parentSchema:schema74.properties.gcWhenComplete,data:data14};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(typeof data14 === "string"){
if(!pattern11.test(data14)){
const err19 = {instancePath:instancePath+"/gcWhenComplete",schemaPath:"#/properties/gcWhenComplete/pattern",keyword:"pattern",params:{pattern: "^(?:true|false|True|False|TRUE|FALSE)$"},message:"must match pattern \""+"^(?:true|false|True|False|TRUE|FALSE)$"+"\"",schema:"^(?:true|false|True|False|TRUE|FALSE)$",parentSchema:schema74.properties.gcWhenComplete,data:data14};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
}
else {
const err20 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema74.type,parentSchema:schema74,data};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
validate175.errors = vErrors;
return errors === 0;
}
validate175.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate174(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate174.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.dag === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "dag"},message:"must have required property '"+"dag"+"'",schema:schema73.required,parentSchema:schema73,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(((key0 === "title") || (key0 === "schedule")) || (key0 === "dag"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema73,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.title !== undefined){
let data0 = data.title;
if((typeof data0 !== "string") && (data0 !== null)){
const err2 = {instancePath:instancePath+"/title",schemaPath:"#/properties/title/type",keyword:"type",params:{type: schema73.properties.title.type},message:"must be string,null",schema:schema73.properties.title.type,parentSchema:schema73.properties.title,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.schedule !== undefined){
let data1 = data.schedule;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
if(data1.cron === undefined){
const err3 = {instancePath:instancePath+"/schedule",schemaPath:"#/properties/schedule/required",keyword:"required",params:{missingProperty: "cron"},message:"must have required property '"+"cron"+"'",schema:schema73.properties.schedule.required,parentSchema:schema73.properties.schedule,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key1 in data1){
if(!((((key1 === "cron") || (key1 === "concurrencyPolicy")) || (key1 === "endOn")) || (key1 === "timezone"))){
const err4 = {instancePath:instancePath+"/schedule",schemaPath:"#/properties/schedule/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema73.properties.schedule,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data1.cron !== undefined){
let data2 = data1.cron;
if(typeof data2 !== "string"){
const err5 = {instancePath:instancePath+"/schedule/cron",schemaPath:"#/properties/schedule/properties/cron/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema73.properties.schedule.properties.cron.type,parentSchema:schema73.properties.schedule.properties.cron,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data1.concurrencyPolicy !== undefined){
let data3 = data1.concurrencyPolicy;
if(typeof data3 !== "string"){
const err6 = {instancePath:instancePath+"/schedule/concurrencyPolicy",schemaPath:"#/properties/schedule/properties/concurrencyPolicy/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema73.properties.schedule.properties.concurrencyPolicy.type,parentSchema:schema73.properties.schedule.properties.concurrencyPolicy,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(!(((data3 === "Allow") || (data3 === "Forbid")) || (data3 === "Replace"))){
const err7 = {instancePath:instancePath+"/schedule/concurrencyPolicy",schemaPath:"#/properties/schedule/properties/concurrencyPolicy/enum",keyword:"enum",params:{allowedValues: schema73.properties.schedule.properties.concurrencyPolicy.enum},message:"must be equal to one of the allowed values",schema:schema73.properties.schedule.properties.concurrencyPolicy.enum,parentSchema:schema73.properties.schedule.properties.concurrencyPolicy,data:data3};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data1.endOn !== undefined){
let data4 = data1.endOn;
if(typeof data4 !== "string"){
const err8 = {instancePath:instancePath+"/schedule/endOn",schemaPath:"#/properties/schedule/properties/endOn/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema73.properties.schedule.properties.endOn.type,parentSchema:schema73.properties.schedule.properties.endOn,data:data4};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data1.timezone !== undefined){
let data5 = data1.timezone;
if(typeof data5 !== "string"){
const err9 = {instancePath:instancePath+"/schedule/timezone",schemaPath:"#/properties/schedule/properties/timezone/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema73.properties.schedule.properties.timezone.type,parentSchema:schema73.properties.schedule.properties.timezone,data:data5};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
else {
const err10 = {instancePath:instancePath+"/schedule",schemaPath:"#/properties/schedule/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema73.properties.schedule.type,parentSchema:schema73.properties.schedule,data:data1};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.dag !== undefined){
let data6 = data.dag;
if(Array.isArray(data6)){
if(data6.length < 1){
const err11 = {instancePath:instancePath+"/dag",schemaPath:"#/properties/dag/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema73.properties.dag,data:data6};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
if(!(validate175(data6[i0], {instancePath:instancePath+"/dag/" + i0,parentData:data6,parentDataProperty:i0,rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate175.errors : vErrors.concat(validate175.errors);
errors = vErrors.length;
}
}
}
else {
const err12 = {instancePath:instancePath+"/dag",schemaPath:"#/properties/dag/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema73.properties.dag.type,parentSchema:schema73.properties.dag,data:data6};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
else {
const err13 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema73.type,parentSchema:schema73,data};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
validate174.errors = vErrors;
return errors === 0;
}
validate174.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};


function validate173(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
/*# sourceURL="workflow.schema.json" */;
let vErrors = null;
let errors = 0;
const evaluated0 = validate173.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema72.required,parentSchema:schema72,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.version === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "version"},message:"must have required property '"+"version"+"'",schema:schema72.required,parentSchema:schema72,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.type === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema72.required,parentSchema:schema72,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.workflow === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "workflow"},message:"must have required property '"+"workflow"+"'",schema:schema72.required,parentSchema:schema72,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 in data){
if(!(func1.call(schema72.properties, key0))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema72,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern3.test(data0)){
const err5 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "\\S"},message:"must match pattern \""+"\\S"+"\"",schema:"\\S",parentSchema:schema72.properties.name,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema72.properties.name.type,parentSchema:schema72.properties.name,data:data0};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.version !== undefined){
let data1 = data.version;
if(typeof data1 !== "string"){
const err7 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema72.properties.version.type,parentSchema:schema72.properties.version,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.type !== undefined){
let data2 = data.type;
if(typeof data2 !== "string"){
const err8 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema72.properties.type.type,parentSchema:schema72.properties.type,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if("workflow" !== data2){
const err9 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/const",keyword:"const",params:{allowedValue: "workflow"},message:"must be equal to constant",schema:"workflow",parentSchema:schema72.properties.type,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.tags !== undefined){
let data3 = data.tags;
if((!(Array.isArray(data3))) && (data3 !== null)){
const err10 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: schema72.properties.tags.type},message:"must be array,null",schema:schema72.properties.tags.type,parentSchema:schema72.properties.tags,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(Array.isArray(data3)){
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
if(typeof data4 !== "string"){
const err11 = {instancePath:instancePath+"/tags/" + i0,schemaPath:"#/properties/tags/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema72.properties.tags.items.type,parentSchema:schema72.properties.tags.items,data:data4};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
}
if(data.description !== undefined){
let data5 = data.description;
if((typeof data5 !== "string") && (data5 !== null)){
const err12 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: schema72.properties.description.type},message:"must be string,null",schema:schema72.properties.description.type,parentSchema:schema72.properties.description,data:data5};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.owner !== undefined){
let data6 = data.owner;
if((typeof data6 !== "string") && (data6 !== null)){
const err13 = {instancePath:instancePath+"/owner",schemaPath:"#/properties/owner/type",keyword:"type",params:{type: schema72.properties.owner.type},message:"must be string,null",schema:schema72.properties.owner.type,parentSchema:schema72.properties.owner,data:data6};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.layer !== undefined){
let data7 = data.layer;
if(typeof data7 !== "string"){
const err14 = {instancePath:instancePath+"/layer",schemaPath:"#/properties/layer/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema72.properties.layer.type,parentSchema:schema72.properties.layer,data:data7};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.workspace !== undefined){
let data8 = data.workspace;
if(typeof data8 !== "string"){
const err15 = {instancePath:instancePath+"/workspace",schemaPath:"#/properties/workspace/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema72.properties.workspace.type,parentSchema:schema72.properties.workspace,data:data8};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.title !== undefined){
let data9 = data.title;
if((typeof data9 !== "string") && (data9 !== null)){
const err16 = {instancePath:instancePath+"/title",schemaPath:"#/properties/title/type",keyword:"type",params:{type: schema72.properties.title.type},message:"must be string,null",schema:schema72.properties.title.type,parentSchema:schema72.properties.title,data:data9};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.runAsUser !== undefined){
let data10 = data.runAsUser;
if(typeof data10 !== "string"){
const err17 = {instancePath:instancePath+"/runAsUser",schemaPath:"#/properties/runAsUser/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema72.properties.runAsUser.type,parentSchema:schema72.properties.runAsUser,data:data10};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.workflow !== undefined){
if(!(validate174(data.workflow, {instancePath:instancePath+"/workflow",parentData:data,parentDataProperty:"workflow",rootData,dynamicAnchors}))){
vErrors = vErrors === null ? validate174.errors : vErrors.concat(validate174.errors);
errors = vErrors.length;
}
}
}
else {
const err18 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema72.type,parentSchema:schema72,data};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
validate173.errors = vErrors;
return errors === 0;
}
validate173.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

