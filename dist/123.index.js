export const id=123;export const ids=[123];export const modules={7123:(o,t,n)=>{async function r(o){throw Error("not yet")}n.r(t),n.d(t,{sync:()=>r})}};
